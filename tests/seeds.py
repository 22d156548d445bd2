"""Tiny seeds: files in a folder of their own, and the text that they were read from."""

import hashlib
from pathlib import Path

from cooperation.importers.seeds.seed_files import SeedFile, read_seeds

# What a document needs, beside its text.
PAPER = """\
document:
  slug: paper
  title: The Paper
  kind: news_article
"""


def read_tiny(folder: Path, *sections: str, **others: str) -> list[SeedFile]:
    """The file paper.yaml made of these sections, and other files by name, read back."""
    for name, text in {"paper": "".join(sections), **others}.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return read_seeds(folder)


def paper_with_text(folder: Path, *paragraphs: str) -> str:
    """The document of a text that now lies in the folder as paper.txt, one paragraph a line."""
    content = "\n\n".join(paragraphs).encode()
    (folder / "paper.txt").write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    return f"{PAPER}  text_file: paper.txt\n  text_sha256: {digest}\n  paragraphs: {len(paragraphs)}\n"
