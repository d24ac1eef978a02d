from pathlib import Path

import pytest

from tasks.assets import dataset_assets, lake_asset, source_asset, warehouse_asset


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("/reports/报告/*.txt", "file:///reports/报告/*.txt"),
        ("https://news.example/visits", "https://news.example/visits"),
        ("https://user:pa55@news.example/visits?token=pa55#pa55", "https://news.example/visits"),
        ("S3://bucket/prefix", "s3://bucket/prefix"),
    ],
)
def test_a_source_is_known_by_its_address_without_secrets(address: str, key: str) -> None:
    assert source_asset(address).key == key


@pytest.mark.parametrize("path", ["/a b", "/a#b", "/100%", "/a?", "/[a]", "/" + "长" * 600, "/\udcff"])
def test_what_prefect_refuses_in_a_key_is_replaced_and_told_apart(path: str) -> None:
    key = source_asset(path).key
    assert key.startswith("file:///")
    assert len(key) <= 512
    assert key != source_asset(path.replace("a", "b") + "~").key
    assert key == source_asset(path).key


def test_the_keys_of_a_home_follow_from_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for home in (tmp_path / "home", Path("home")):
        assert lake_asset(home).key == f"file://{tmp_path}/home/lake"
        assert warehouse_asset(home).key == f"file://{tmp_path}/home/current/tourledger.duckdb"
        assert dataset_assets(home)["stops"].key == f"file://{tmp_path}/home/current/parquet/stops"
