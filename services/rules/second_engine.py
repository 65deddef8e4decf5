"""The second engine in a process of its own: reads one job from its input, writes what zen-engine says, ends.

Run as a file, alone: it imports nothing of the portal. zen-engine has no limit of memory, holds the interpreter
while it works, and ends the whole process where memory ends; so it gets a process that may end. The job is JSON:
`jdm` (dates as day numbers), `facts` (names), and `values` (all combinations of them) or `cases`. For each case a
line: the place of the row that decided, the outcome, the code and the sum, or what went wrong.
"""

import itertools
import json
import resource
import sys

MEMORY = 2 << 30  # bytes of address space; the runtime of zen-engine reserves most of it and uses little


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    job = json.load(sys.stdin)
    import zen

    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"rules": job["jdm"]}}})
    cases = job["cases"] if "cases" in job else itertools.product(*job["values"])
    write = sys.stdout.write
    for case in cases:
        write(_said(engine, dict(zip(job["facts"], case, strict=True))) + "\n")


def _said(engine: object, facts: dict[str, object]) -> str:
    try:
        result = engine.evaluate("rules", facts)["result"]  # type: ignore[attr-defined]
    except Exception as error:  # the first line only: a native backtrace follows
        return f"! {str(error).splitlines()[0][:200]}"
    return f"{result.get('outcome')} {result.get('code')} {int(result.get('amount_fen', -1))}"


if __name__ == "__main__":
    main()
