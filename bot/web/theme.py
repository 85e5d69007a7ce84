"""The page's own look: colours, local fonts only, one style sheet, one script."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

import gradio as gr
from gradio.themes.utils import colors, sizes

INK: Final = colors.Color(
    name="ink", c50="#f2f5f9", c100="#e3e9f1", c200="#c6d3e2", c300="#9db2cb", c400="#6a88ab",
    c500="#3d6290", c600="#1f4a7d", c700="#173c68", c800="#122f52", c900="#0e2541", c950="#091a2f",
)  # fmt: skip
PAPER: Final = colors.Color(
    name="paper", c50="#f7f8fa", c100="#eef0f3", c200="#dde1e7", c300="#c3c9d2", c400="#959eab",
    c500="#67717f", c600="#4c5563", c700="#39414d", c800="#262c36", c900="#181d25", c950="#0d1117",
)  # fmt: skip
FONTS: Final = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "sans-serif",
)  # fmt: skip
MONO: Final = ("ui-monospace", "Consolas", "Noto Sans Mono CJK SC", "monospace")


def page_theme() -> gr.themes.Base:
    """The theme: light whatever the system prefers, since tints carry meaning in the tables."""
    theme = gr.themes.Base(
        primary_hue=INK,
        secondary_hue=INK,
        neutral_hue=PAPER,
        text_size=sizes.text_sm,
        spacing_size=sizes.spacing_sm,
        radius_size=sizes.radius_sm,
        font=FONTS,
        font_mono=MONO,
    ).set(
        body_background_fill="*neutral_100",
        body_text_color="*neutral_900",
        block_border_width="0px",
        block_background_fill="transparent",
        block_shadow="none",
        button_primary_background_fill="*primary_600",
        button_primary_background_fill_hover="*primary_700",
        button_primary_text_color="white",
        link_text_color="*primary_600",
        link_text_color_visited="*primary_600",
        input_background_fill="white",
        input_border_color="*neutral_300",
        input_border_color_focus="*primary_500",
        border_color_accent="*primary_300",
        color_accent="*primary_600",
        color_accent_soft="*primary_50",
    )
    dark = [name for name in vars(theme) if name.endswith("_dark")]
    return theme.set(**{name: getattr(theme, name.removesuffix("_dark"), None) for name in dark})


def style_sheet() -> str:
    """Text of the page's style sheet."""
    return asset("page.css")


def head() -> str:
    """What goes into the page's head."""
    return f"<script>{asset('page.js')}</script>"


def asset(name: str) -> str:
    """Text of a file in bot/web/assets."""
    return files("bot.web").joinpath("assets", name).read_text(encoding="utf-8")
