"""Files shaped as publishers ship them, with numbers of our own: each a file's name, its bytes, and what is known beforehand."""

from __future__ import annotations

from datetime import date, timedelta

DAYS = [date(2024, 1, 1) + timedelta(days=i) for i in range(60)]
MONTHS = [(2019 + i // 12, i % 12 + 1) for i in range(60)]


def wave(i, size=10.0, step=7):
    """A number that varies and comes back: what is read can be told apart from what is not."""
    return round(size + (i * step % 17) / 10 + i % 3, 1)


def lines(*rows, end="\n"):
    return end.join(rows) + end


def fred():
    rows = [f"{day},{'.' if i % 7 == 5 else wave(i, 4)},{wave(i, 3, 5)}" for i, day in enumerate(DAYS)]
    return "fredgraph.csv", lines("observation_date,DGS10,T10YIE", *rows).encode()


def ecb():
    rows = [f'"{day}","{day:%d %b %Y}","{wave(i, 1)}","{wave(i, 150)}"' for i, day in enumerate(DAYS)]
    head = '"DATE","TIME PERIOD","US dollar/Euro (EXR.D.USD.EUR.SP00.A)","Japanese yen/Euro (EXR.D.JPY.EUR.SP00.A)"'
    return "ECB Data Portal_20240301.csv", lines(head, *rows).encode()


def eurostat():
    times = "\t".join(f"{year}-{month:02} " for year, month in MONTHS)
    rows = []
    for at, place in enumerate(("AT", "DE", "FR")):
        cells = [
            ": " if i == 4 else ": c" if i == 9 else f"{wave(i + at)} p" if i > 55 else f"{wave(i + at)} "
            for i in range(60)
        ]
        rows.append(f"M,NSA,CP00,{place}\t" + "\t".join(cells))
    return "prc_hicp_manr.tsv", lines("freq,s_adj,coicop,geo\\TIME_PERIOD\t" + times, *rows).encode()


def world_bank():
    years = range(1960, 2024)
    head = '"Country Name","Country Code","Indicator Name","Indicator Code",' + "".join(f'"{year}",' for year in years)
    rows = []
    for at, (name, code) in enumerate((("Aruba", "ABW"), ("Angola", "AGO"), ("World", "WLD"))):
        cells = "".join('"",' if i < 2 else f'"{wave(i + at, 100)}",' for i, _ in enumerate(years))
        rows.append(f'"{name}","{code}","GDP (current US$)","NY.GDP.MKTP.CD",{cells}')
    above = ('"Data Source","World Development Indicators",', "", '"Last Updated Date","2024-12-16",', "")
    return "API_NY.GDP.MKTP.CD_DS2_en_csv_v2.csv", ("\ufeff" + lines(*above, head, *rows)).encode()


def oecd():
    head = "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,Reference area,MEASURE,Measure,TIME_PERIOD,Time period,OBS_VALUE,OBS_STATUS,UNIT_MULT"
    rows = [
        f'DATAFLOW,OECD.SDD.NAD:DSD@DF(1.0),I,{code},"{name}",B1GQ,"GDP, volume",{2005 + i // 4}-Q{i % 4 + 1},,{wave(i + at, 500)},A,6'
        for at, (code, name) in enumerate((("DEU", "Germany"), ("KOR", "Korea, Republic of")))
        for i in range(60)
    ]
    return "OECD.SDD.NAD,DSD@DF,1.0,all.csv", lines(head, *rows).encode()


def bis():
    head = "FREQ:Frequency,REF_AREA:Reference area,TIME_PERIOD:Time period or range,OBS_VALUE:Observation Value,OBS_STATUS:Observation Status"
    rows = [
        f"D: Daily,US: United States,{day},{'NaN' if i % 7 > 4 else wave(i, 5)},{'M: Missing' if i % 7 > 4 else 'A: Normal'}"
        for i, day in enumerate(DAYS)
    ]
    return "WS_CBPOL_csv_flat.csv", lines(head, *rows).encode()


def bls():
    rows = [
        f"CUUR0000SA0      \t{year}\tM{month:02}\t{wave(i, 250):>12}\t{wave(i, 3):>6}"
        for i, (year, month) in enumerate(MONTHS)
    ]
    rows.insert(12, f"CUUR0000SA0      \t2019\tM13\t{255.7:>12}\t{3.1:>6}")
    return "cu.data.1.AllItems.tsv", lines("series_id        \tyear\tperiod\t       value\t change", *rows).encode()


def destatis():
    names = [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ]
    rows = [
        f"{year};{names[month - 1]};{wave(i, 110)};{'...' if i == 59 else wave(i, 2)}".replace("...", "…").replace(
            ".", ","
        )
        for i, (year, month) in enumerate(MONTHS)
    ]
    rows = [row.replace("…", "...") for row in rows]
    above = (
        "GENESIS-Tabelle: 61111-0002",
        "Verbraucherpreisindex: Deutschland, Monate;;;",
        "Verbraucherpreisindex (inkl. Veränderungsraten);;;",
    )
    below = ("__________", "(C)opyright Statistisches Bundesamt (Destatis), 2024", "Stand: 01.03.2024 / 09:12:00")
    return "61111-0002.csv", lines(
        *above, "Jahr;Monat;Verbraucherpreisindex;Veränderung zum Vorjahresmonat", *rows, *below, end="\r\n"
    ).encode("cp1252")


def statcan():
    head = '"REF_DATE","GEO","DGUID","Products and product groups","UOM","UOM_ID","SCALAR_FACTOR","SCALAR_ID","VECTOR","COORDINATE","VALUE","STATUS","SYMBOL","TERMINATED","DECIMALS"'
    rows = [
        f'"{year}-{month:02}","Canada","2016A000011124","{product}","2002=100","17","units","0","v4169{at}","2.{at}",{"" if i == 3 else chr(34) + str(wave(i + at, 130)) + chr(34)},"{".." if i == 3 else ""}","","","1"'
        for i, (year, month) in enumerate(MONTHS)
        for at, product in enumerate(("All-items", "Food"))
    ]
    return "18100004.csv", ("\ufeff" + lines(head, *rows)).encode()


def estat():
    rows = [
        f'"{year}{month:06}","{year}年{month}月","{1000 + i * 37 % 900:,}","{"-" if i == 7 else "***" if i == 8 else f"{900 + i * 53 % 700:,}"}"'
        for i, (year, month) in enumerate(MONTHS)
    ]
    above = ('"統計名：","家計調査"', '"表番号：","1-1"', '""', '"注記"')
    return "FEH_00200561_240301.csv", lines(
        *above, '"時間軸（月次） コード","時間軸（月次）","消費支出【円】","食料【円】"', *rows, end="\r\n"
    ).encode("cp932")


def farside():
    rows = [
        f'{day:%d %b %Y},{wave(i, 100)},"({wave(i, 4, 5)})",{"-" if i == 9 else "0.0" if i == 12 else wave(i, 20, 11)},"{wave(i, 1200):,}"'
        for i, day in enumerate(DAYS)
    ]
    return "farside.csv", lines(
        "Date,IBIT,FBTC,GBTC,Total",
        *rows,
        'Total,"6,123.4","(312.2)","1,222.0","72,000.0"',
        'Average,102.1,(5.2),20.4,"1,200.0"',
    ).encode()


def binance():
    rows = []
    for i in range(60):
        start = 1704067200000 + 86_400_000 * i
        rows.append(
            f"{start},{wave(i, 42000)},{wave(i, 43000)},{wave(i, 41000)},{wave(i, 42500)},{wave(i, 900)},{start + 86_399_999},{wave(i, 4e7)},{1000 + i * 7 % 400},{wave(i, 400)},{wave(i, 2e7)},0"
        )
    return "BTCUSDT-1d-2024.csv", lines(*rows).encode()


def cftc():
    head = '"Market and Exchange Names","As of Date in Form YYMMDD","As of Date in Form YYYY-MM-DD","CFTC Contract Market Code","Open Interest (All)","Noncommercial Positions-Long (All)","% of OI-Noncommercial-Long (All)"'
    weeks = [date(2024, 12, 31) - timedelta(days=7 * i) for i in range(60)]
    rows = [
        f'"{market}",{week:%y%m%d},{week},{code},{"":>3}{200_000 + i * 991 % 5000},{"":>4}{90_000 + i * 577 % 3000},{wave(i, 40)}'
        for market, code in (
            ("GOLD - COMMODITY EXCHANGE INC.", "088691"),
            ("WHEAT-SRW - CHICAGO BOARD OF TRADE", "001602"),
        )
        for i, week in enumerate(weeks)
    ]
    return "annual.csv", lines(head, *rows).encode()


def noaa():
    rows = [f"{1900 + i}{12:02},{-99 if i == 20 else wave(i, 40)},{wave(i, 0.5)}" for i in range(60)]
    above = (
        "Contiguous U.S. Average Temperature,December",
        "Units: Degrees Fahrenheit",
        "Base Period: 1901-2000",
        "Missing: -99",
    )
    return "110-tavg-1-12-1895-2024.csv", lines(*above, "Date,Value,Anomaly", *rows).encode()


def owid():
    rows = [
        f"{place},{code},{1960 + i},{wave(i + at, 60)},{wave(i + at, 3)}"
        for at, (place, code) in enumerate((("Germany", "DEU"), ("World", "OWID_WRL")))
        for i in range(60)
    ]
    return "life-expectancy.csv", lines("Entity,Code,Year,Life expectancy,Fertility rate", *rows).encode()


PUBLISHERS = {
    made.__name__: made
    for made in (
        fred,
        ecb,
        eurostat,
        world_bank,
        oecd,
        bis,
        bls,
        destatis,
        statcan,
        estat,
        farside,
        binance,
        cftc,
        noaa,
        owid,
    )
}
