"""Countries of the whole world by the names under which the reports print them. Pure.

A line is the alpha-3 and alpha-2 code, the region that the reports of today put the country in, and its names, the
first one the usual. Names are compared by their words, whatever their order, case and accents; “the”, “of”, “and” and
what stands in parentheses do not count. Codes: ISO 3166-1, for countries that are gone ISO 3166-3, for Kosovo the XKX of
the European Union. Regions: US Department of State.
"""

import re
from functools import lru_cache

from cooperation.models.vocabulary import COUNTRY_CODES
from cooperation.trainings.importer.cells import normalized

# Countries that existed when a report was printed, or that ISO has no code for.
FORMER_CODES = frozenset({"ANT", "SCG", "YUG", "XKX"})

REGIONS = {
    "AF": "africa",
    "EAP": "east_asia_pacific",
    "EUR": "europe",
    "NEA": "near_east",
    "SCA": "south_asia",
    "WHA": "western_hemisphere",
}

TABLE = """
AFG AF SCA Afghanistan
AGO AO AF Angola
ALB AL EUR Albania
AND AD EUR Andorra
ARE AE NEA United Arab Emirates; UAE
ARG AR WHA Argentina
ARM AM EUR Armenia
ABW AW WHA Aruba
AIA AI WHA Anguilla
ANT AN WHA Netherlands Antilles
ATG AG WHA Antigua and Barbuda; Antigua; Antigua-Barbuda
AUS AU EAP Australia
AUT AT EUR Austria
AZE AZ EUR Azerbaijan
BDI BI AF Burundi
BEL BE EUR Belgium
BEN BJ AF Benin
BFA BF AF Burkina Faso; Burkina; Burkina-Faso
BGD BD SCA Bangladesh
BGR BG EUR Bulgaria
BHR BH NEA Bahrain
BHS BS WHA Bahamas; Commonwealth of the Bahamas
BIH BA EUR Bosnia and Herzegovina; Bosnia; Bosnia-Herzegovina; Bosnia Hercegovina
BLR BY EUR Belarus; Byelarus
BLZ BZ WHA Belize
BMU BM WHA Bermuda
BOL BO WHA Bolivia; Plurinational State of Bolivia
BRA BR WHA Brazil; Brasil
BRB BB WHA Barbados
BRN BN EAP Brunei; Brunei Darussalam
BTN BT SCA Bhutan
BWA BW AF Botswana
CAF CF AF Central African Republic; CAR; Central Africa Republic
CAN CA WHA Canada
CHE CH EUR Switzerland
CHL CL WHA Chile
CHN CN EAP China; People's Republic of China; PRC
CIV CI AF Côte d'Ivoire; Ivory Coast; Cote DIvoire; Cote Ivoire
CMR CM AF Cameroon; Cameroun
COD CD AF Democratic Republic of the Congo; Congo Kinshasa; DRC; Zaire; DR Congo; Dem Rep of Congo; Congo Dem Rep
COG CG AF Republic of the Congo; Congo; Congo Brazzaville; Rep of Congo
COK CK EAP Cook Islands
COL CO WHA Colombia; Columbia
COM KM AF Comoros; Comoro Islands
CPV CV AF Cabo Verde; Cape Verde; Cape Verde Islands
CRI CR WHA Costa Rica
CUB CU WHA Cuba
CUW CW WHA Curaçao
CYM KY WHA Cayman Islands
CYP CY EUR Cyprus
CZE CZ EUR Czech Republic; Czechia
DEU DE EUR Germany; Federal Republic of Germany
DJI DJ AF Djibouti
DMA DM WHA Dominica; Commonwealth of Dominica
DNK DK EUR Denmark
DOM DO WHA Dominican Republic
DZA DZ NEA Algeria
ECU EC WHA Ecuador
EGY EG NEA Egypt; Arab Republic of Egypt
ERI ER AF Eritrea
ESP ES EUR Spain
EST EE EUR Estonia
ETH ET AF Ethiopia
FIN FI EUR Finland
FJI FJ EAP Fiji; Fiji Islands
FRA FR EUR France
FSM FM EAP Micronesia; Federated States of Micronesia; Micronesia Fed States; FSM
GAB GA AF Gabon
GBR GB EUR United Kingdom; UK; Great Britain; England
GEO GE EUR Georgia; Republic of Georgia
GHA GH AF Ghana
GIN GN AF Guinea; Republic of Guinea; Guinea Conakry
GMB GM AF Gambia
GNB GW AF Guinea-Bissau; Guinea Bisau
GNQ GQ AF Equatorial Guinea
GRC GR EUR Greece
GRD GD WHA Grenada
GRL GL EUR Greenland
GTM GT WHA Guatemala
GUY GY WHA Guyana
HKG HK EAP Hong Kong
HND HN WHA Honduras
HRV HR EUR Croatia
HTI HT WHA Haiti
HUN HU EUR Hungary
IDN ID EAP Indonesia
IND IN SCA India
IRL IE EUR Ireland; Republic of Ireland
IRN IR NEA Iran
IRQ IQ NEA Iraq
ISL IS EUR Iceland
ISR IL NEA Israel
ITA IT EUR Italy
JAM JM WHA Jamaica
JOR JO NEA Jordan
JPN JP EAP Japan
KAZ KZ SCA Kazakhstan; Kazakstan
KEN KE AF Kenya
KGZ KG SCA Kyrgyzstan; Kyrgyz Republic; Kirghizstan; Kyrgystan
KHM KH EAP Cambodia; Kampuchea
KIR KI EAP Kiribati
KNA KN WHA Saint Kitts and Nevis; Saint Kitts; St Kitts & Nevis; Saint Christopher and Nevis
KOR KR EAP South Korea; Korea; Republic of Korea; ROK; Korea Seoul; Korea South
KWT KW NEA Kuwait
LAO LA EAP Laos; Lao People's Democratic Republic; Lao PDR
LBN LB NEA Lebanon
LBR LR AF Liberia
LBY LY NEA Libya
LCA LC WHA Saint Lucia
LIE LI EUR Liechtenstein
LKA LK SCA Sri Lanka
LSO LS AF Lesotho
LTU LT EUR Lithuania
LUX LU EUR Luxembourg
LVA LV EUR Latvia
MAC MO EAP Macau; Macao
MAR MA NEA Morocco
MCO MC EUR Monaco
MDA MD EUR Moldova; Republic of Moldova
MDG MG AF Madagascar
MDV MV SCA Maldives; Maldive Islands; Republic of Maldives
MEX MX WHA Mexico; United Mexican States; Mex
MHL MH EAP Marshall Islands; Republic of the Marshall Islands
MKD MK EUR North Macedonia; Macedonia; FYROM; Former Yugoslav Republic of Macedonia; FYR Macedonia; Macedonia FYROM
MLI ML AF Mali
MLT MT EUR Malta
MMR MM EAP Burma; Myanmar
MNE ME EUR Montenegro
MNG MN EAP Mongolia
MOZ MZ AF Mozambique
MRT MR AF Mauritania
MSR MS WHA Montserrat
MUS MU AF Mauritius
MWI MW AF Malawi
MYS MY EAP Malaysia
NAM NA AF Namibia
NER NE AF Niger
NGA NG AF Nigeria
NIC NI WHA Nicaragua
NIU NU EAP Niue
NLD NL EUR Netherlands; Holland
NOR NO EUR Norway
NPL NP SCA Nepal
NRU NR EAP Nauru
NZL NZ EAP New Zealand
OMN OM NEA Oman
PAK PK SCA Pakistan
PAN PA WHA Panama
PER PE WHA Peru
PHL PH EAP Philippines; Republic of the Philippines; Phillipines; Philipines
PLW PW EAP Palau; Republic of Palau
PNG PG EAP Papua New Guinea; Papua-New Guinea; PNG
POL PL EUR Poland
PRI PR WHA Puerto Rico
PRK KP EAP North Korea; Democratic People's Republic of Korea; Korea North
PRT PT EUR Portugal
PRY PY WHA Paraguay
PSE PS NEA Palestine; West Bank; West Bank and Gaza; Palestinian Authority; Palestinian Territories; Gaza
QAT QA NEA Qatar
ROU RO EUR Romania; Rumania
RUS RU EUR Russia; Russian Federation
RWA RW AF Rwanda
SAU SA NEA Saudi Arabia; Kingdom of Saudi Arabia
SCG CS EUR Serbia and Montenegro
SDN SD AF Sudan
SEN SN AF Senegal
SGP SG EAP Singapore
SLB SB EAP Solomon Islands
SLE SL AF Sierra Leone
SLV SV WHA El Salvador
SMR SM EUR San Marino
SOM SO AF Somalia
SRB RS EUR Serbia
SSD SS AF South Sudan; Republic of South Sudan
STP ST AF Sao Tome and Principe; Sao Tome
SUR SR WHA Suriname; Surinam
SVK SK EUR Slovakia; Slovak Republic
SVN SI EUR Slovenia
SWE SE EUR Sweden
SWZ SZ AF Eswatini; Swaziland
SXM SX WHA Sint Maarten; St Maarten
SYC SC AF Seychelles
SYR SY NEA Syria; Syrian Arab Republic
TCA TC WHA Turks and Caicos Islands; Turks and Caicos
TCD TD AF Chad; Tchad
TGO TG AF Togo
THA TH EAP Thailand
TJK TJ SCA Tajikistan; Tadjikistan
TKM TM SCA Turkmenistan
TLS TL EAP Timor-Leste; East Timor; Timor Leste
TON TO EAP Tonga
TTO TT WHA Trinidad and Tobago; Trinidad-Tobago; Trinidad
TUN TN NEA Tunisia
TUR TR EUR Turkey; Türkiye
TUV TV EAP Tuvalu
TWN TW EAP Taiwan; TECRO; Taipei
TZA TZ AF Tanzania; United Republic of Tanzania
UGA UG AF Uganda
UKR UA EUR Ukraine
URY UY WHA Uruguay
USA US WHA United States; USA; United States of America
UZB UZ SCA Uzbekistan
VAT VA EUR Holy See; Vatican; Vatican City
VCT VC WHA Saint Vincent and the Grenadines; Saint Vincent
VEN VE WHA Venezuela; Bolivarian Republic of Venezuela
VGB VG WHA British Virgin Islands; Virgin Islands UK; Virgin Islands British
VIR VI WHA US Virgin Islands; Virgin Islands US
VNM VN EAP Vietnam; Viet Nam; Socialist Republic of Vietnam
VUT VU EAP Vanuatu
WSM WS EAP Samoa; Western Samoa
XKX XK EUR Kosovo
YEM YE NEA Yemen; Republic of Yemen
YUG YU EUR Yugoslavia; Federal Republic of Yugoslavia
ZAF ZA AF South Africa; Republic of South Africa; RSA
ZMB ZM AF Zambia
ZWE ZW AF Zimbabwe
"""

_PARENTHESIS = re.compile(r"\([^)]*\)?")
_SILENT = frozenset({"the", "of", "and", "de", "d"})


def country_key(name: str) -> str:
    """The words of a name that tell one country from another, in alphabetical order."""
    words = (normalized(_PARENTHESIS.sub(" ", name)) or "").split()
    return " ".join(sorted("st" if word == "saint" else word for word in words if word not in _SILENT))


ROWS = [line.split(maxsplit=3) for line in TABLE.strip().splitlines()]
NAMES = {name.strip(): code for code, _, _, names in ROWS for name in names.split(";")}
USUAL_NAMES = {code: names.split(";")[0] for code, _, _, names in ROWS}
CODES_BY_KEY = {country_key(name): code for name, code in NAMES.items()}
CODES_BY_ALPHA2 = {alpha2: code for code, alpha2, _, _ in ROWS}
REGION_OF = {code: REGIONS[region] for code, _, region, _ in ROWS}


@lru_cache(maxsize=4096)
def country_of(name: str) -> str | None:
    """The alpha-3 code of a country's name, or None if no country is called so."""
    key = country_key(name)
    # A file of 2007 and others print a country's ledger beside its name: “Bolivia INC”.
    return CODES_BY_KEY.get(key) or CODES_BY_KEY.get(" ".join(word for word in key.split() if word != "inc"))


def is_country_code(code: str) -> bool:
    """Whether a cell holds the code of a country that is or was."""
    return code in COUNTRY_CODES or code in FORMER_CODES
