"""The asset graph as text, a line for each asset and one for each check: `python -m tests.defs.graph` writes graph.txt."""

from pathlib import Path

FILE = Path(__file__).with_name("graph.txt")


GROUPS = (
    "documents", "extraction", "staging", "intermediate", "dimensions", "facts", "views", "publication", "served", "partitions",
)  # fmt: skip


def graph() -> str:
    """Groups with their assets, each with the assets it is made from and its checks (! blocks the build).

    The partitions are those of a large folder, and no part of any other's graph.
    """
    import dagster as dg

    from pipelines.definitions import defs
    from pipelines.defs import partitions

    assets = dg.Definitions.merge(defs, partitions.defs).resolve_asset_graph()
    checks: dict[str, list[str]] = {}
    for key in assets.asset_check_keys:
        sign = "!" if assets.get(key).blocking else "?"
        checks.setdefault(key.asset_key.to_user_string(), []).append(f"    {sign} {key.name}")
    lines = []
    for group in GROUPS:
        lines.append(f"{group}")
        for node in sorted((n for n in assets.asset_nodes if n.group_name == group), key=lambda n: n.key):
            parents = sorted(parent.to_user_string() for parent in node.parent_keys)
            many = f"{len(parents)} assets" if len(parents) > 6 else ", ".join(parents)
            lines.append(f"  {node.key.to_user_string()}" + (f" < {many}" if parents else ""))
            lines += sorted(checks.get(node.key.to_user_string(), []))
    assert {node.group_name for node in assets.asset_nodes} <= set(lines), "an asset stands in no group of ours"
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    FILE.write_text(graph(), encoding="utf-8")
