"""Reads a shown formula again: its numbers, and what it comes to. Exact, and nothing but arithmetic."""

from __future__ import annotations

import ast
import operator
import re
from decimal import ROUND_HALF_UP, Decimal, DivisionByZero, InvalidOperation
from typing import Final

NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
OPERATORS: Final = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
CENT: Final = Decimal("0.01")


class FormulaError(ValueError):
    """Not a formula over numbers with + − × ÷ and brackets."""


def numbers_of(formula: str) -> list[Decimal]:
    """Numbers that stand in a formula, the constant of a percentage left out."""
    return [Decimal(n) for n in NUMBER.findall(formula.replace("× 100%", ""))]


def evaluate(formula: str) -> Decimal:
    """What a formula comes to; a quotient is rounded to two places as it is shown."""
    rounded = "÷" in formula
    text = formula.replace("×", "*").replace("÷", "/").replace("−", "-").replace("%", "")
    try:
        value = walk(ast.parse(text.strip(), mode="eval").body)
    except (SyntaxError, DivisionByZero, InvalidOperation, ZeroDivisionError, RecursionError) as error:
        raise FormulaError(formula) from error
    return value.quantize(CENT, ROUND_HALF_UP) if rounded else value


def walk(node: ast.expr) -> Decimal:
    """Value of one node."""
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        return Decimal(OPERATORS[type(node.op)](walk(node.left), walk(node.right)))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -walk(node.operand)
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return Decimal(ast.unparse(node))
    raise FormulaError(ast.unparse(node))
