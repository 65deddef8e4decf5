"""All departments, and all they know about somebody. A new department is a new file in `registers/`; one whose name begins
with an underscore is a part of another."""

from importlib import import_module
from pkgutil import iter_modules

from services.simulators import registers
from services.simulators.population import Resident
from services.simulators.register import Department, Register
from services.simulators.values import Record


def _department(module: str) -> Department:
    found: Department = import_module(f"{registers.__name__}.{module}").DEPARTMENT
    return found


_MODULES = [each.name for each in iter_modules(registers.__path__) if not each.name.startswith("_")]
DEPARTMENTS = {each.code: each for each in map(_department, _MODULES)}
REGISTERS: tuple[Register, ...] = tuple(
    register for department in DEPARTMENTS.values() for register in department.registers
)


def record(resident: Resident) -> Record:
    """All registers together, by field code."""
    return {code: value for register in REGISTERS for code, value in register.drawn(resident).items()}
