"""Every setting that is read is documented, and every one that is documented is read."""

import re

from django.conf import settings

READ = re.compile(r"\benv(?:\.\w+)?\(\s*\"([A-Z_]+)\"")
DOCUMENTED = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)


def test_operations_page_documents_the_variables_that_settings_read() -> None:
    read = READ.findall((settings.BASE_DIR / "config" / "settings.py").read_text())
    documented = DOCUMENTED.findall((settings.BASE_DIR / "docs" / "operations.md").read_text())

    assert sorted(documented) == sorted(set(read))


def test_settings_read_the_environment_only_through_environ() -> None:
    text = (settings.BASE_DIR / "config" / "settings.py").read_text()

    assert "os.environ" not in text
    assert "getenv" not in text
