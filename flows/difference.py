"""`tourledger diff`: what came, went and changed between two runs."""

from pathlib import Path

from rich.console import Console
from rich.text import Text

from flows.sql import answer_query
from warehouse.difference import open_difference


def print_difference(home: Path, earlier: int, later: int, *, form: str, output: Path | None, console: Console) -> None:
    """Print or write what differs between two runs.

    Args:
        home: The home.
        earlier: A published run.
        later: Another one.
        form: One of `flows.sql.FORMATS`; as a table on the console it begins with a summary.
        output: File to write; None prints.
        console: Where tables go.

    Raises:
        WarehouseError: There is no such run.
        UsageError: Bytes would go to a terminal.
    """
    with open_difference(home, earlier, later) as connection:
        # Asked twice, for the summary and for the rows.
        connection.execute("CREATE TABLE differing AS FROM difference")
        in_order = "list_position(['stop', 'participant', 'entity'], what), change"
        counts = connection.execute(f"SELECT what, change, count(*) FROM differing GROUP BY what, change ORDER BY {in_order}").fetchall()
        if form == "table" and output is None:
            told: dict[str, list[str]] = {}
            for what, change, count in counts:
                told.setdefault(f"{what}s" if what != "entity" else "entities", []).append(f"{count:,} {change}")
            summary = "; ".join(f"{whats}: {', '.join(changes)}" for whats, changes in told.items())
            console.print(
                Text.assemble((f"Run {earlier} → run {later}", "bold"), f": {summary or 'no stop, participant or entity differs'}")
            )
            if not counts:
                return
            console.print()
        answer_query(connection, "FROM differing", form=form, output=output, console=console)
