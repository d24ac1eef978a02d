"""The charting library: Vega with its embedder, as one script, made from the package that carries it."""

import os
from contextlib import suppress
from pathlib import Path

import vl_convert

_EXPORT = "window.vegaEmbed = vegaEmbed;"


def vega_script(kept: Path) -> str:
    """JavaScript that defines `vegaEmbed`; 0.9 MB.

    Bundling takes a second or two; what it gives depends on the package's versions only, so that it is kept.

    Args:
        kept: Folder in which the script is kept, one file per version, if it can be written to; it is made where it is missing.

    Returns:
        The script.
    """
    file = kept / f"vega-{vl_convert.get_vega_version()}-embed-{vl_convert.get_vega_embed_version()}.js"
    with suppress(OSError):
        return file.read_text(encoding="utf-8")
    script = vl_convert.javascript_bundle(_EXPORT)
    with suppress(OSError):  # a service may have no folder of its own: then it bundles every time
        kept.mkdir(parents=True, exist_ok=True)
        partial = file.with_name(f"{file.name}.{os.getpid()}")
        partial.write_text(script, encoding="utf-8")
        partial.replace(file)
    return script
