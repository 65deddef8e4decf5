from tests.departments_running import departments

__all__ = ["departments"]
