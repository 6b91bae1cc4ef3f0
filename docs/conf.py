"""How the documentation is built: everything shown is executed, and every warning is an error."""

from __future__ import annotations

import sys
from importlib.metadata import version as version_of
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "sellerpolicy"
author = "the authors of sellerpolicy"
project_copyright = "the authors of sellerpolicy; MIT licence; not affiliated with Amazon, no legal advice"
release = version = version_of("sellerpolicy")

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.viewcode",
    "sphinx_copybutton",
    "policy_pages",
    "try_page",
]
exclude_patterns = ["_build", "examples/*.md"]
source_suffix = {".md": "myst-nb"}

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3

# what runs in a page must run: an error in a cell is a warning, and warnings end the build
nb_execution_mode = "force"
nb_execution_timeout = 300
nb_execution_excludepatterns = ["notebooks/raw/*"]
nb_execution_show_tb = True
nb_merge_streams = True

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_class_signature = "mixed"
autodoc_default_options = {"members": True, "show-inheritance": True}
python_use_unqualified_type_names = True
add_module_names = False

# what the standard library, or a type checker alone, knows is not explained here
nitpick_ignore_regex = [
    (r"py:.*", r"(datetime|fractions|decimal|enum|collections|typing|types|pathlib|zoneinfo|os|io|abc)\..*"),
    (r"py:.*", r"(.*\.)?_\w+"),
    (r"py:.*", r"(hypothesis|narwhals|nw|altair|alt|attr|attrs|pl|pd|pa)\..*"),
]

# two classes of one name, each in its own layer, are no fault
suppress_warnings = ["ref.python"]

templates_path: list[str] = []
html_theme = "furo"
html_title = f"sellerpolicy {release}"
html_favicon = "_static/favicon.svg"
html_static_path = ["_static"]
html_css_files = ["sellerpolicy.css"]
html_show_sphinx = False
html_show_copyright = True
html_copy_source = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0b5c8a", "color-brand-content": "#0b5c8a"},
    "dark_css_variables": {"color-brand-primary": "#6cc0ee", "color-brand-content": "#6cc0ee"},
    "top_of_page_buttons": [],
}
