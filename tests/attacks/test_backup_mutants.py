"""A backup that is not byte for byte what was written is refused; sealed anew, it is refused where it says anything else.

As many mutants as BACKUP_MUTANTS says (20): `make soak` tries 1,000.
"""

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from cooperation.importers.backups import BackupError
from cooperation.importers.backups.archives import checked
from cooperation.importers.backups.seals import blank, seal

MUTANTS = int(os.environ.get("BACKUP_MUTANTS", "20"))


def flipped(content: bytearray, randomly: random.Random) -> None:
    content[randomly.randrange(len(content))] ^= 1 << randomly.randrange(8)


def overwritten(content: bytearray, randomly: random.Random) -> None:
    place = randomly.randrange(len(content))
    content[place : place + 16] = randomly.randbytes(16)


def cut(content: bytearray, randomly: random.Random) -> None:
    del content[randomly.randrange(len(content)) :]


def without_a_piece(content: bytearray, randomly: random.Random) -> None:
    place = randomly.randrange(len(content))
    del content[place : place + randomly.randint(1, 5_000)]


def with_a_piece(content: bytearray, randomly: random.Random) -> None:
    place = randomly.randrange(len(content) + 1)
    content[place:place] = randomly.randbytes(randomly.randint(1, 5_000))


def with_a_piece_twice(content: bytearray, randomly: random.Random) -> None:
    place = randomly.randrange(len(content))
    content[place:place] = content[place : place + randomly.randint(1, 5_000)]


def with_garbage_around(content: bytearray, randomly: random.Random) -> None:
    garbage = randomly.randbytes(randomly.randint(1, 100))
    content[:] = randomly.choice(
        [garbage + content, content + garbage, content + content, content + bytes(len(garbage))]
    )


DAMAGES = (flipped, overwritten, cut, without_a_piece, with_a_piece, with_a_piece_twice, with_garbage_around)


@pytest.mark.parametrize("damage", DAMAGES)
def test_mutant_of_a_backup_is_refused(
    backup: Path, tmp_path: Path, damage: Callable[[bytearray, random.Random], None]
) -> None:
    whole = backup.read_bytes()
    mutant = tmp_path / "mutant"

    for seed in range(-(-MUTANTS // len(DAMAGES))):
        content = bytearray(whole)
        damage(content, random.Random(seed))
        if content == whole:
            continue
        mutant.write_bytes(content)
        with pytest.raises(BackupError):
            checked(mutant)

    assert checked(backup).people == 4


def test_mutant_that_was_sealed_anew_is_refused_or_says_the_same(backup: Path, tmp_path: Path) -> None:
    whole, seal_length = backup.read_bytes(), len(blank())
    before = checked(backup)
    mutant = tmp_path / "mutant"

    for seed in range(MUTANTS):
        randomly = random.Random(seed)
        content = bytearray(whole[:-seal_length])
        # Half of them where the names, sizes and digests are.
        place = randomly.randrange(len(content) - 20_000 if seed % 2 else 0, len(content))
        content[place] ^= 1 << randomly.randrange(8)
        mutant.write_bytes(content + blank())
        seal(mutant)
        try:
            assert checked(mutant) == before
        except BackupError:
            continue
