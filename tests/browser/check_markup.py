"""The Nu HTML checker over every page in every state: `VNU_JAR=…/vnu.jar python -m tests.browser.check_markup [WORD…]`.

Each line of stops.py is visited and done, in both modes and both languages (the colours change one attribute and no markup),
and what the server sent is read in one call. With words, only the stops whose name holds one of them. Prints each finding
once, with the first page it stands on, and fails where there is any.
"""

from tests.browser.reading import reading, wanted  # first: it sets Django up  # isort: skip
import argparse
import sys
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.browser.markup import findings, found_jar, keep
from tests.browser.visits import Look

LOOKS = [Look(*each) for each in product(("standard", "elder"), ("zh-hans", "en"))]


def main() -> None:
    parser = argparse.ArgumentParser(description="Has the HTML of every page checked.")
    parser.add_argument("words", nargs="*", help="only pages whose name holds one of these")
    stops, jar = wanted(parser.parse_args().words), found_jar()
    if not jar:
        sys.exit("No checker: name a vnu.jar in VNU_JAR, and have java on the path (docs/operations.md).")
    with TemporaryDirectory() as name:
        sent = Path(name)
        with reading() as (city, readers):
            for look, stop in product(LOOKS, stops):
                keep(readers.of(stop, look).visit(stop, city).body(), stop, look, sent)
        pages = sorted(sent.glob("*.html"))
        found = findings(jar, pages)
    print(*found, f"{len(pages)} pages, {len(found)} findings", sep="\n")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
