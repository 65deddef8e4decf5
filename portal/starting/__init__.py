"""How the portal comes to its feet: environment, ports, processes. No Django here, for most of it runs before there is one."""
