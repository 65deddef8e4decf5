"""PostgreSQL, Redis and RabbitMQ from the machine's own packages, started privately: for `./run cluster` and the tests.

Each module knows one: `server(folder, port)` is a program to be kept, `url(port)` its address. They listen on loopback,
keep their data in `folder`, and end with the process that started them, also after `kill -9`.

What this knowingly does not do: install anything, or use a server that happens to run on the machine.
"""
