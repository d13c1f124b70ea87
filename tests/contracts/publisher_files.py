"""Files as the publishers lay them out. The headers are real; every figure in them is made up."""

Record = dict[str, str]


def _cells(line: str) -> list[str]:
    return line.split(",")


COMTRADE_HEADER = _cells(
    "typeCode,freqCode,refPeriodId,refYear,refMonth,period,reporterCode,reporterISO,"
    "reporterDesc,flowCode,flowDesc,partnerCode,partnerISO,partnerDesc,partner2Code,"
    "partner2ISO,partner2Desc,classificationCode,classificationSearchCode,"
    "isOriginalClassification,cmdCode,cmdDesc,aggrLevel,isLeaf,customsCode,customsDesc,"
    "mosCode,motCode,motDesc,qtyUnitCode,qtyUnitAbbr,qty,isQtyEstimated,altQtyUnitCode,"
    "altQtyUnitAbbr,altQty,isAltQtyEstimated,netWgt,isNetWgtEstimated,grossWgt,"
    "isGrossWgtEstimated,cifvalue,fobvalue,primaryValue,legacyEstimationFlag,isReported,"
    "isAggregate"
)
LEGACY_HEADER = _cells(
    "Classification,Year,Period,Period Desc.,Aggregate Level,Is Leaf Code,TradeFlow Code,"
    "TradeFlow,Reporter Code,Reporter,Reporter ISO,Partner Code,Partner,Partner ISO,"
    "2nd Partner Code,2nd Partner,2nd Partner ISO,Customs Proc. Code,Customs,"
    "Mode of Transport Code,Mode of Transport,Commodity Code,Commodity,Qty Unit Code,"
    "Qty Unit,Qty,Alt Qty Unit Code,Alt Qty Unit,Alt Qty,Netweightkg,GrossWeightkg,"
    "TradeValueUS,CIF TradeValue,FOB Trade Value (US$),Flag"
)
BACI_HEADER = ["t", "i", "j", "k", "v", "q"]
GACC_HEADER = _cells(
    "数据年月,商品编码,商品名称,贸易伙伴编码,贸易伙伴名称,贸易方式编码,贸易方式名称,"
    "注册地编码,注册地名称,第一数量,第一计量单位,第二数量,第二计量单位,人民币"
)
PINKSHEET_SERIES = {
    "Crude oil, average": "($/bbl)",
    "Crude oil, Brent": "($/bbl)",
    "Crude oil, Dubai": "($/bbl)",
    "Crude oil, WTI": "($/bbl)",
    "Coal, Australian": "($/mt)",
    "Coal, South African **": "($/mt)",
    "Natural gas, US": "($/mmbtu)",
    "Cocoa": "($/kg)",
    "Plywood": "(cents/sheet)",
    "Iron ore, cfr spot": "($/dmtu)",
    "Aluminum": "($/mt)",
    "Copper": "($/mt)",
    "Lead": "($/mt)",
    "Tin": "($/mt)",
    "Nickel": "($/mt)",
    "Zinc": "($/mt)",
    "Gold": "($/troy oz)",
    "Platinum": "($/troy oz)",
    "Silver": "($/troy oz)",
}
MAPPING = """\
id: kita-made-up
title: A table of the kind that KITA publishes
publisher: KITA
vintage: "2024-02-01"
header_row: 3
columns:
  period: {column: 기간, format: "%Y.%m"}
  reporter: {column: 국가}
  flow: {column: 구분}
  hs_code: {column: HS코드}
  description: {column: 품목명}
  value_mixed_usd: {column: 금액(천불), factor: 1000}
  quantity: {column: 수량}
  unit: {column: 단위}
  reporter_region: {column: 성}
constants: {partner: PRK}
words:
  flow: {수입: import, 수출: export}
  reporter: {중국: CHN, 러시아: RUS}
units:
  톤: {unit: t}
  개: {unit: pcs}
ignore: {순번: number of the line}
thousands: true
"""


def comtrade_record(**cells: str) -> Record:
    """China's import of anthracite from the DPRK in 2016, unless told otherwise."""
    usual = {
        "typeCode": "C",
        "freqCode": "A",
        "refPeriodId": "20160101",
        "refYear": "2016",
        "refMonth": "52",
        "period": "2016",
        "reporterCode": "156",
        "reporterISO": "CHN",
        "reporterDesc": "China",
        "flowCode": "M",
        "flowDesc": "Import",
        "partnerCode": "408",
        "partnerISO": "PRK",
        "partnerDesc": "Dem. People's Rep. of Korea",
        "partner2Code": "0",
        "partner2ISO": "W00",
        "partner2Desc": "World",
        "classificationCode": "H4",
        "classificationSearchCode": "HS",
        "isOriginalClassification": "True",
        "cmdCode": "270111",
        "cmdDesc": "Coal; anthracite, whether or not pulverised, but not agglomerated",
        "aggrLevel": "6",
        "isLeaf": "True",
        "customsCode": "C00",
        "customsDesc": "TOTAL CPC",
        "mosCode": "0",
        "motCode": "0",
        "motDesc": "TOTAL MOT",  # codespell:ignore mot
        "qtyUnitCode": "8",
        "qtyUnitAbbr": "kg",
        "qty": "1200000",
        "isQtyEstimated": "False",
        "altQtyUnitCode": "-1",
        "altQtyUnitAbbr": "N/A",
        "altQty": "",
        "isAltQtyEstimated": "False",
        "netWgt": "1200000",
        "isNetWgtEstimated": "False",
        "grossWgt": "",
        "isGrossWgtEstimated": "False",
        "cifvalue": "98765.4",
        "fobvalue": "",
        "primaryValue": "98765.4",
        "legacyEstimationFlag": "0",
        "isReported": "True",
        "isAggregate": "False",
    }
    assert set(cells) <= set(usual), sorted(set(cells) - set(usual))
    if cells.get("qtyUnitCode", "8") != "8":  # another unit than "kg"
        usual["qtyUnitAbbr"] = "N/A"
    return usual | cells


def comtrade_records() -> list[Record]:
    """Twenty records with what the real files mix: totals, parts, units, estimates, valuations."""
    export = {"flowCode": "X", "flowDesc": "Export", "cifvalue": ""}
    return [
        comtrade_record(),
        comtrade_record(
            cmdCode="TOTAL", cmdDesc="All Commodities", netWgt="", qty="", qtyUnitCode="-1"
        ),
        comtrade_record(cmdCode="27", cmdDesc='Mineral fuels, "mineral" oils', isAggregate="True"),
        comtrade_record(cmdCode="2701", isReported="False", isAggregate="True"),
        comtrade_record(motCode="2100", motDesc="Sea", primaryValue="60000", cifvalue="60000"),
        comtrade_record(motCode="3200", motDesc="Road", primaryValue="38765.4", cifvalue="38765.4"),
        comtrade_record(customsCode="C04", customsDesc="Inward processing"),
        comtrade_record(partner2Code="344", partner2ISO="HKG"),
        comtrade_record(partnerCode="0", partnerISO="W00", partnerDesc="World"),
        comtrade_record(partnerCode="490", partnerISO="S19", partnerDesc="Other Asia, nes"),
        comtrade_record(
            reporterCode="842",
            reporterISO="USA",
            cifvalue="",
            fobvalue="500.5",
            primaryValue="500.5",
        ),
        comtrade_record(reporterCode="699", reporterISO="IND", cifvalue="", primaryValue="77"),
        comtrade_record(
            **export,
            fobvalue="1000",
            primaryValue="1000",
            cmdCode="271600",
            qtyUnitCode="3",
            qty="52.5",
            netWgt="",
        ),
        comtrade_record(
            **export,
            fobvalue="2000",
            primaryValue="2000",
            cmdCode="640399",
            qtyUnitCode="6",
            qty="310",
            isQtyEstimated="True",
        ),
        comtrade_record(period="2015", isNetWgtEstimated="True", legacyEstimationFlag="4"),
        comtrade_record(period="2014", netWgt="0", qty="", qtyUnitCode="-1"),
        comtrade_record(period="201607", freqCode="M", refMonth="7", refPeriodId="20160701"),
        comtrade_record(isOriginalClassification="False", classificationCode="H0"),
        comtrade_record(
            reporterCode="251", reporterISO="FRA", partnerCode="837", partnerDesc="Bunkers"
        ),
        comtrade_record(cmdCode="999999", cmdDesc="Commodities not specified; d'origine inconnue"),
    ]


def legacy_record(**cells: str) -> Record:
    usual = dict.fromkeys(LEGACY_HEADER, "") | {
        "Classification": "H4",
        "Year": "2016",
        "Period": "2016",
        "Period Desc.": "2016",
        "Aggregate Level": "6",
        "Is Leaf Code": "1",
        "TradeFlow Code": "1",
        "TradeFlow": "Import",
        "Reporter Code": "156",
        "Reporter": "China",
        "Reporter ISO": "CHN",
        "Partner Code": "408",
        "Partner": "Dem. People's Rep. of Korea",
        "Partner ISO": "PRK",
        "Commodity Code": "270111",
        "Commodity": "Anthracite, not agglomerated",
        "Qty Unit Code": "8",
        "Qty Unit": "Weight in kilograms",
        "Qty": "1200000",
        "Netweightkg": "1200000",
        "TradeValueUS": "98765",
        "Flag": "0",
    }
    assert set(cells) <= set(usual), sorted(set(cells) - set(usual))
    return usual | cells


def legacy_records() -> list[Record]:
    return [
        legacy_record(),
        legacy_record(**{"Reporter": "Côte d'Ivoire", "Reporter Code": "384"}),
        legacy_record(**{"TradeFlow Code": "2", "TradeFlow": "Export"}),
        legacy_record(**{"CIF TradeValue": "98765", "Period": "2015"}),
        legacy_record(**{"FOB Trade Value (US$)": "98765", "Period": "2014"}),
        legacy_record(
            **{"Commodity Code": "TOTAL", "Qty": "", "Netweightkg": "", "Qty Unit Code": "1"}
        ),
        legacy_record(**{"Commodity Code": "080132", "Commodity": "Noix de cajou, décortiquées"}),
        legacy_record(Flag="6", Period="2013"),
        legacy_record(
            **{"Period": "2012", "Flag": "2", "Qty Unit Code": "5", "Qty": "40", "Netweightkg": ""}
        ),
        legacy_record(**{"Partner Code": "0", "Partner": "World"}),
        *(legacy_record(Period=f"2016{m:02d}", Year="2016") for m in range(1, 11)),
    ]


def baci_records() -> list[Record]:
    rows = [
        f"2016,{i},{j},{k},{v},{q}"
        for i, j, k, v, q in (
            (408, 156, "270111", "1186904.123", "22480000.5"),
            (408, 156, "260111", "74456.2", "NA"),
            (156, 408, "10121", "12.5", "  1.25"),
            (4, 842, "80132", "1.001", ""),
            (757, 699, "710812", "9.9", "        NA"),
            (490, 251, "854231", "5000", "1.1"),
            (579, 58, "030214", "33.3", "4"),
        )
    ]
    rows += [f"2016,643,410,7201{n}0,{n}.5,{n}" for n in (1, 2, 5)]
    return [dict(zip(BACI_HEADER, row.split(","), strict=True)) for row in rows]


def gacc_record(**cells: str) -> Record:
    usual = {
        "数据年月": "201701",
        "商品编码": "27011100",
        "商品名称": "无烟煤",
        "贸易伙伴编码": "109",
        "贸易伙伴名称": "朝鲜",
        "贸易方式编码": "10",
        "贸易方式名称": "一般贸易",
        "注册地编码": "21",
        "注册地名称": "辽宁省",
        "第一数量": "1,445,000",
        "第一计量单位": "千克",
        "第二数量": "-",
        "第二计量单位": "-",
        "人民币": "870,105.5",
    }
    return usual | cells


def gacc_records() -> list[Record]:
    return [
        gacc_record(),
        gacc_record(
            贸易方式编码="19", 贸易方式名称="边境小额贸易", 注册地编码="22", 注册地名称="吉林省"
        ),
        gacc_record(贸易伙伴名称="中国香港", 贸易伙伴编码="110"),
        gacc_record(贸易伙伴名称="刚果(金)", 商品编码="26030000", 商品名称="铜矿砂及其精矿"),
        gacc_record(
            第一数量="350",
            第一计量单位="台",
            第二数量="1,200",
            第二计量单位="千克",
            商品编码="84713000",
        ),
        gacc_record(
            第一数量="12",
            第一计量单位="千克",
            第二数量="480",
            第二计量单位="个",
            商品编码="67041100",
        ),
        *(gacc_record(数据年月=f"2017{m:02d}", 贸易方式名称="来料加工") for m in range(1, 13)),
        gacc_record(数据年月="201612", 人民币="0", 第一数量=""),
        gacc_record(注册地名称="广东省", 注册地编码="44"),
    ]


def pinksheet_rows(n_months: int = 20) -> list[list[str | float]]:
    """The sheet's rows from 5 on: headings, units, months."""
    rows: list[list[str | float]] = [["", *PINKSHEET_SERIES], ["", *PINKSHEET_SERIES.values()]]
    for n in range(n_months):
        cells: list[str | float] = [
            "…" if (n + i) % 7 == 0 else round(10.5 + 3.25 * i + n / 8, 4)
            for i in range(len(PINKSHEET_SERIES))
        ]
        rows.append([f"{1960 + n // 12}M{n % 12 + 1:02d}", *cells])
    return rows


def mapped_lines() -> list[list[str]]:
    header = [
        "순번",
        "기간",
        "국가",
        "구분",
        "HS코드",
        "품목명",
        "금액(천불)",
        "수량",
        "단위",
        "성",
    ]
    rows = [
        [
            str(n),
            f"2023.{n:02d}",
            "중국",
            "수입",
            "2611000000",
            "텅스텐광",
            f"{n},250.5",
            f"{n * 7}",
            "톤",
            "요녕성",
        ]
        for n in range(1, 13)
    ]
    rows += [
        [str(n), f"2023.{n - 12:02d}", "러시아", "수출", "271019", "경유", f"{n}.25", "-", "", ""]
        for n in range(13, 18)
    ]
    rows += [["18", "2023.12", "중국", "수입", "670411", "가발", "3", "2,500", "개", "길림성"]]
    return [["무역통계 (예시)"] + [""] * 9, [""] * 10, header, *rows]
