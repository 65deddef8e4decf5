"""The catalogue that ships with the portal: `base/` (regions, departments, resources) and `items/`, one YAML file each."""
