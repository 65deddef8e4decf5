"""What registers hold."""

Value = str | int | list[str]
Record = dict[str, Value]  # by field code, `population.birth_on`
