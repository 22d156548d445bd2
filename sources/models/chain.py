"""Whether the ledger is what was sealed, row by row."""

from dataclasses import dataclass

from django.db import models
from django.utils import timezone

from sources.models.change import Change
from sources.models.seal import AT_ONCE, START, Seal, digest_after, seal_all, unsealed


class LedgerCheck(models.Model):
    """What was found when somebody looked at the whole chain. Nothing edits it."""

    at = models.DateTimeField(default=timezone.now, help_text="When.")
    sealed = models.PositiveBigIntegerField(help_text="How many seals fit, from the first one on.")
    digest = models.CharField(max_length=64, help_text="Digest of the last of these.")
    unsealed = models.PositiveBigIntegerField(help_text="How many changes nobody had sealed yet.")
    fault = models.CharField(max_length=300, null=True, help_text="The first that does not fit; null if all does.")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        if self.fault:
            return f"broken: {self.fault}"
        last = f"; the last seal is {self.sealed}:{self.digest}" if self.sealed else ""
        return f"whole, {self.sealed:,} sealed, {self.unsealed:,} unsealed{last}"


@dataclass
class Chain:
    """The chain, as far as it was looked at."""

    # Digests that seals are known to have had, by their number.
    known: dict[int, str]
    number: int = 0
    digest: str = START
    fault: str | None = None

    def add(self, seal: Seal, change: Change | None) -> None:
        """Go on by one seal, if it fits."""
        self.fault = self.fault_of(seal, change)
        if not self.fault:
            self.number, self.digest = seal.number, seal.digest

    def fault_of(self, seal: Seal, change: Change | None) -> str | None:
        """What does not fit in the next seal, in words."""
        if seal.number != self.number + 1:
            return f"Seal {self.number + 1} is missing."
        if change is None:
            return f"Change {seal.change_id}, sealed as {seal.number}, is missing."
        if seal.digest != digest_after(self.digest, change):
            return f"Change {change.pk} ({change.public_id}), or its seal {seal.number}, is not what was sealed."
        if self.known.get(seal.number, seal.digest) != seal.digest:
            return f"Seal {seal.number} is another one than before: the chain was made anew."
        return None

    def end(self) -> None:
        """There are no more seals."""
        if self.known and max(self.known) > self.number:
            self.fault = f"Seal {self.number + 1} is missing: there were {max(self.known)} before."


def verified_chain(using: str | None = None, noted: dict[int, str] | None = None) -> Chain:
    """The chain up to its end, or to the first seal that does not fit it, earlier checks, or what somebody has noted."""
    checks = LedgerCheck.objects.using(using).filter(fault=None, sealed__gt=0).order_by("-id")
    chain = Chain(dict(checks.values_list("sealed", "digest")) | (noted or {}))
    seals = Seal.objects.using(using).order_by("number")
    while some := list(seals.filter(number__gt=chain.number)[:AT_ONCE]):
        changes = Change.objects.using(using).select_related("record").in_bulk([seal.change_id for seal in some])
        for seal in some:
            chain.add(seal, changes.get(seal.change_id))
            if chain.fault:
                return chain
    chain.end()
    return chain


def check_ledger(noted: dict[int, str] | None = None) -> LedgerCheck:
    """Seal what is unsealed, look at the whole chain, and keep what was found."""
    seal_all()
    chain = verified_chain(noted=noted)
    return LedgerCheck.objects.create(
        sealed=chain.number, digest=chain.digest, unsealed=unsealed().count(), fault=chain.fault
    )
