"""Pictures: one definition for notebook, web page, PNG, SVG, HTML and JSON. Needs the extra `charts`.

Every picture is an Altair chart that says in its subtitle what period, layer and coverage it shows and how many
documents, origins and publishers are behind it. Nothing is fetched: fonts and JavaScript come with the packages.

    >>> from verbale.charts import dyad_timeline, save_chart          # doctest: +SKIP
    >>> save_chart(dyad_timeline(archive.relations("TUR", "AZE", both=True)), "tur-aze.svg")  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from verbale.errors import MissingExtra

if TYPE_CHECKING:
    from verbale.charts.components import polarization_over_time
    from verbale.charts.heat import heat_map
    from verbale.charts.membership import Drawn, Member, balance_network, region_network
    from verbale.charts.network import signed_network
    from verbale.charts.saving import check_path, save_chart
    from verbale.charts.timeline import dyad_timeline
    from verbale.charts.world import relations_map

__all__ = [
    "Drawn",
    "Member",
    "balance_network",
    "check_path",
    "dyad_timeline",
    "heat_map",
    "polarization_over_time",
    "region_network",
    "relations_map",
    "save_chart",
    "signed_network",
]

_HOME = {
    "Drawn": "membership",
    "Member": "membership",
    "balance_network": "membership",
    "check_path": "saving",
    "dyad_timeline": "timeline",
    "heat_map": "heat",
    "polarization_over_time": "components",
    "region_network": "membership",
    "relations_map": "world",
    "save_chart": "saving",
    "signed_network": "network",
}
_PACKAGES = {"altair": "altair", "vl_convert": "vl-convert-python"}


def __getattr__(name: str) -> Any:
    """A picture's module is imported when it is first asked for.

    Raises:
        MissingExtra: the extra `charts` is not installed.
    """
    if name not in _HOME:
        raise AttributeError(f"module 'verbale.charts' has no attribute {name!r}")
    try:
        return getattr(import_module(f"verbale.charts.{_HOME[name]}"), name)
    except ModuleNotFoundError as error:
        if error.name in _PACKAGES:
            raise MissingExtra(_PACKAGES[error.name], "charts") from error
        raise
