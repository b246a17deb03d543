"""What a migration may do while the version before still serves: add, and never take away."""

import ast
import re
from collections.abc import Iterator

FIRST = "0137"
"""From this migration on; those before came while nobody had to serve two versions."""
CONTRACTS = "contracts"
"""A migration that takes away names in this constant the one after which nobody reads it."""
TAKEN = {"drop_column", "drop_table", "rename_table"}
TAKEN_IN_SQL = re.compile(
    r"\b(?:DROP\s+(?:COLUMN|TABLE|VIEW|FUNCTION|DEFAULT)|RENAME\s+(?:TO|COLUMN)|SET\s+NOT\s+NULL|REVOKE"
    r"|ALTER\s+COLUMN\s+\w+\s+(?:SET\s+DATA\s+)?TYPE)\b",
    re.IGNORECASE,
)
CHANGED = {
    ("nullable", "False"): "lets a column be empty no more",
    ("server_default", "None"): "takes away a default that the version before counts on",
}
ANYWAY = {"new_column_name": "renames a column", "type_": "changes the type of a column"}


def faults(source: str) -> list[str]:
    """Return what a migration does that the version before cannot bear, a sentence each."""
    tree = ast.parse(source)
    said = {
        ast.unparse(node.targets[0]): ast.unparse(node.value).strip("'")
        for node in tree.body
        if isinstance(node, ast.Assign)
    }
    if said.get(CONTRACTS, "9999") < said["revision"]:
        return []
    up = [
        node
        for node in tree.body
        if not (isinstance(node, ast.FunctionDef) and node.name == "downgrade")
    ]
    return [fault for part in up for node in ast.walk(part) for fault in _of(node)]


def _of(node: ast.AST) -> Iterator[str]:
    words = node.value if isinstance(node, ast.Constant) else None
    if isinstance(words, str) and (found := TAKEN_IN_SQL.search(words)):
        yield f"says {found[0]}"
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return
    called = node.func.attr
    named = {each.arg: ast.unparse(each.value) for each in node.keywords if each.arg}
    if called in TAKEN:
        yield f"calls {called}"
    if called == "alter_column":
        yield from (CHANGED[change] for change in named.items() if change in CHANGED)
        yield from (ANYWAY[name] for name in named if name in ANYWAY)
    if called == "add_column":
        column = next((each for each in node.args if isinstance(each, ast.Call)), None)
        given = {each.arg: ast.unparse(each.value) for each in column.keywords} if column else {}
        if given.get("nullable") == "False" and not {"server_default", "computed"} & {*given}:
            yield "adds a column that must be filled and has no default"
