"""The program text of a row: fiscal year, authority, department. Pure.

Reports print one program in a dozen ways: “International Military Education and Training (IMET), FY 99”, “Western
Hemisphere Region, Mexico, Section 1004 (Note 1), FY 01”, “IMET-1 - Fiscal Year 2010 Department of State Training”.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# The first spelling that a text holds decides, so what is narrower stands above what is wider.
SPELLINGS: tuple[tuple[str, str], ...] = (
    (r"\bIMET\b|\bE-?IMET\b|international military education (and|&) training", "imet"),
    (r"\bFMF\b|foreign military financing|credit \(repayable\)", "fmf"),
    (r"\bFMS\b|foreign military sales", "fms"),
    (r"section 1004|drug interdiction and counter-?drug", "section-1004"),
    (r"section 284\b", "section-284"),
    (r"section 1033\b", "section-1033"),
    (r"\bINCLE\b|\bINL\b|international narcotics", "incle"),
    (r"\bCTFP\b|\bCTIWFP\b|\bRDCTFP\b|(counter-?terrorism|combating terrorism).{0,30}fellowship", "ctfp"),
    # The reports of fiscal 2015 to 2017 print both; the later law replaced the earlier one in fiscal 2015.
    (r"section (?:1206/)?2282\b", "section-2282"),
    (r"section 1206\b", "section-1206"),
    (r"section 333\b", "section-333"),
    (r"section 332\b|\bMODA\b", "section-332"),
    (r"section 1203\b", "section-1203"),
    (r"section 1207\b", "section-1207"),
    (r"section 1208\b|section 127e\b", "section-127e"),
    (r"section 1226\b", "section-1226"),
    (r"section 1263\b|\bMSI\b|maritime security initiative|\bSCSI\b|south china sea initiative", "section-1263"),
    (r"section 506\b|draw\s?down", "section-506"),
    (r"regional centers?|center for hemispheric|\bCHDS\b|\bWJPC\b|africa center|\bACSS\b|marshall center|\bGCMC\b"
     r"|asia[- ]?pacific center|\bAPCSS\b|near east.{0,4}south asia|\bNESA\b", "regional-centers"),
    (r"\bALP\b|aviation leadership", "alp"),
    (r"service academ(y|ies)", "service-academies"),
    (r"\bGPOI\b|global peace", "gpoi"),
    (r"\bE[PI]{2}C\b|enhanced international peacekeeping", "eipc"),
    (r"\bACOTA\b|\bACRI\b|african crisis response|african contingency", "acota"),
    (r"\bPKO\b|peace-?keeping operations", "pko"),
    (r"\bD(O?H)S\b|\bDOHS\b|homeland security|USCG|co[a]s?t guard", "dhs-uscg"),
    (r"\bPME\b|exchange", "exchange"),
    (r"\bJCETs?\b|joint combined exchange", "jcet"),
    (r"\bHMA\b|humanitarian (mine action|demining)|\bdemining\b", "hma"),
    (r"\bATA\b|anti-?terrorism assistance", "ata"),
    (r"\bNADR\b|nonproliferation, anti-?terrorism", "nadr"),
    (r"\bCAMRI\b", "camri"),
    (r"\bASFF\b|afghan(istan)? security forces", "asff"),
    (r"\bISFF\b|iraq security forces", "isff"),
    (r"\bITEF\b|iraq train and equip", "itef"),
    (r"\bCTEF\b|counter-?isi[ls]", "ctef"),
    (r"\bPC?CF\b|pakistan counterinsurgency", "pccf"),
    (r"\bCTPF\b|counterterrorism partnership", "ctpf"),
    (r"\bGSCF\b|global security contingency", "gscf"),
    (r"\bUSAI\b|ukraine security assistance", "usai"),
    (r"\bERI\b|european reassurance", "eri"),
    (r"\bCRSP\b|coalition readiness support", "crsp"),
    (r"\bFHA\b|foreign humanitarian assistance", "fha"),
    (r"\bUSAID\b|agency for international development", "usaid"),
    (r"\bMAP\b|military assistance program", "map"),
    (r"non-?sa\b|non-?security assistance|misc", "non-security-assistance"),
)  # fmt: skip

# The department that an authority belongs to; authorities that departments share are not listed.
DEPARTMENT_OF = {
    **dict.fromkeys(
        ("imet", "fmf", "fms", "incle", "gpoi", "eipc", "acota", "pko", "ata", "nadr", "camri", "map"), "state"
    ),
    **dict.fromkeys(
        (
            "section-1004", "section-284", "section-1033", "ctfp", "section-1206", "section-2282", "section-333",
            "section-332", "section-1203", "section-127e", "section-1226", "section-1263", "regional-centers", "alp",
            "service-academies", "jcet", "hma", "asff", "isff", "itef", "ctef", "ctpf", "usai", "eri", "crsp", "fha",
        ),
        "defense",
    ),
}  # fmt: skip

_PATTERNS = [(re.compile(pattern, re.IGNORECASE), slug) for pattern, slug in SPELLINGS]
_YEAR = re.compile(r"\b(?:fiscal\s+year|F\.?Y\.?)\s*[-']?(\d{4}|\d{2})\b", re.IGNORECASE)
_PLAIN = str.maketrans({**dict.fromkeys("‐‑‒–—―−­", "-"), **dict.fromkeys("‘’‛ʼ´`′", "'")})
# “Department of Defense Training” after the year is the report's own heading; a prefix is the table's.
_HEADING = (
    (re.compile(r"department of state training|\bDoS training", re.IGNORECASE), "state"),
    (re.compile(r"department of defense training|\bDoD training", re.IGNORECASE), "defense"),
    (re.compile(r"department of homeland security|\bDO?HS training|\bDO?HS\b", re.IGNORECASE), "homeland_security"),
    (re.compile(r"\bDoT/|department of transportation", re.IGNORECASE), "transportation"),
)
_TABLE = re.compile(r"(DOS|DOD)\s.{0,40}\bRegion,", re.IGNORECASE)
_REGION = re.compile(r".{0,40}?\bRegion,\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ProgramText:
    """What a program text says; None where it does not say."""

    fiscal_year: int | None
    authority: str | None
    department: str | None
    is_department_disputed: bool


@lru_cache(maxsize=8192)
def program_of(text: str, country: str) -> ProgramText:
    """Fiscal year, authority (a slug) and department of a program text; `country` is the one that it may name."""
    text, country = plain(text), plain(country)
    year = _YEAR.search(text)
    # Before the year, without region and country: “East Asia and Pacific Region, Korea, Exchange, FY02”.
    name = _REGION.sub("", text[: year.start()] if year else text, count=1)
    if country and name.casefold().startswith(country.casefold()):
        name = name[len(country) :]
    authority = next((slug for pattern, slug in _PATTERNS if pattern.search(name)), None)
    own = DEPARTMENT_OF.get(authority or "")
    heading = next((department for pattern, department in _HEADING if pattern.search(text)), None)
    table = {"DOS": "state", "DOD": "defense"}[found[1].upper()] if (found := _TABLE.match(text)) else None
    printed = heading or table
    return ProgramText(
        fiscal_year=full_year(year[1]) if year else None,
        authority=authority,
        department=heading or own or table,
        is_department_disputed=own is not None and printed is not None and printed != own,
    )


def plain(text: str) -> str:
    """A text with the plain forms of dashes, apostrophes, spaces and letters."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text).translate(_PLAIN)


def full_year(digits: str) -> int | None:
    """The year of two or four digits; the reports begin in 1999. None if no report can mean it."""
    year = int(digits) + (0 if len(digits) == 4 else 1900 if int(digits) > 50 else 2000)
    return year if 1900 <= year <= 2999 else None
