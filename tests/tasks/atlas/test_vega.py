"""The charting library as one script."""

from pathlib import Path

import pytest

from tasks.atlas import vega


def test_the_script_is_bundled_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr(vega.vl_convert, "javascript_bundle", lambda snippet: made.append(snippet) or f"/* vega */ {snippet}")
    first = vega.vega_script(tmp_path / "kept")
    assert first.endswith("window.vegaEmbed = vegaEmbed;")
    assert vega.vega_script(tmp_path / "kept") == first
    assert len(made) == 1
    assert [path.suffix for path in (tmp_path / "kept").iterdir()] == [".js"]


def test_without_a_folder_to_keep_it_in_it_is_bundled_every_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vega.vl_convert, "javascript_bundle", lambda snippet: snippet)
    (tmp_path / "file").write_text("")
    assert vega.vega_script(tmp_path / "file" / "kept") == vega.vega_script(tmp_path / "file" / "kept") != ""
