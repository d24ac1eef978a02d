from pathlib import Path

import pytest

from tasks.sources.declaration import DeclarationError, parse_declarations
from tasks.sources.notification import Notification, NotificationError, read_notification

EXPECTED = "type/name of a Prefect block was expected, such as slack-webhook/on-call"


def test_who_is_told_of_what(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    assert read_notification(file) is None
    file.write_text('[notify]\nblock = "slack-webhook/on-call"\n')
    assert read_notification(file) == Notification(block="slack-webhook/on-call", on=("failed", "red"))
    file.write_text('[notify]\nblock = "webhook/x"\non = ["published"]\n[[source]]\nkind = "nonsense"\n')
    assert read_notification(file) == Notification(block="webhook/x", on=("published",))  # of a nonsense source somebody has to hear


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("notify = 1", "notify is 1; a table [notify] was expected"),
        ("[notify]", "notify: block is missing; type/name of a Prefect block was expected, such as slack-webhook/on-call"),
        (
            '[notify]\nblock = "on-call"',
            "notify: block is 'on-call'; type/name of a Prefect block was expected, such as slack-webhook/on-call",
        ),
        ('[notify]\nblock = "a/b"\nurl = "x"', "notify: unknown key url; notify knows block, on"),
        ('[notify]\nblock = "a/b"\non = ["late"]', "notify: on is ['late']; a list of failed, red, published was expected"),
        ('[notify]\nblock = "a/b"\non = []', "notify: on is []; a list of failed, red, published was expected"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_could(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(text)
    with pytest.raises(NotificationError) as refused:
        read_notification(file)
    assert str(refused.value) == f"{file}: {told}"
    with pytest.raises(DeclarationError, match="notify"):
        parse_declarations(text, home=tmp_path)
