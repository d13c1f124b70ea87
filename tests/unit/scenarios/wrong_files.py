"""What may stand in a scenario file below its head and is wrong."""

__all__ = ["WRONG"]

COAL_BAN, REFINED = "UN-2371-8-coal", "UN-2397-5-refined"

# What stands below HEAD (line 4 on), the line that the error must name, and what it must say.
WRONG = [
    (
        "enforcment: []",
        4,
        "unknown key 'enforcment'; did you mean 'enforcement'.*mend its spelling",
    ),
    ("drivers: {border: {from: 2014-01, levl: 1}}", 4, "did you mean 'level'"),
    ("rules:\n  change:\n    - {rule: a, shft: 1 months}", 6, "did you mean 'shift'"),
    ("zebra: 1", 4, r"unknown key 'zebra'\. Remove it"),
    ("months: 2020-01-15", 4, r"\(found 2020-01-15\)"),
    ("relaxation: {rule: x, drop: true}", 4, r"expected a list \(found keys rule, drop\)"),
    ("enforcement: [{route: all, from: 2018-01, level: yes}]", 4, r"number \(found true\)"),
    ("enforcements: []", 4, "unknown key 'enforcements'"),
    ("months: 2000-01", 4, "is no span of months"),
    ("months: 2030-01..2000-01", 4, "ends before it starts"),
    ("months: 1950-01..2000-01", 4, "the model runs from 2000-01"),
    ("months: 2000-13..2030-12", 4, "is no month"),
    ("rules: {base: un-9999}", 4, "expected `none`, `un-1718`"),
    ("rules: {base: un-1718@2017-02-30}", 4, "2017-02-30 is no day"),
    ("rules:\n  change:\n    - {rule: UN-2371-8-cole, drop: true}", 6, "did you mean"),
    (f"rules:\n  change:\n    - {{rule: {COAL_BAN}}}", 6, "give `shift`, or `drop: true`"),
    (f"rules:\n  change:\n    - {{rule: {COAL_BAN}, shift: soon}}", 6, "such as `-12 months`"),
    (f"rules:\n  change:\n    - {{rule: {COAL_BAN}, shift: -12}}", 6, "such as `-12 months`"),
    (f"rules:\n  change:\n    - {{rule: {COAL_BAN}, drop: maybe}}", 6, "drop"),
    (
        f"rules:\n  change:\n    - {{rule: {COAL_BAN}, drop: true}}\n"
        f"    - {{rule: {COAL_BAN}, shift: 1 months}}",
        7,
        "is changed twice",
    ),
    ("enforcement:\n  - {route: by-balloon, from: 2018-01, level: 1}", 5, "expected .declared-sea"),
    ("enforcement:\n  - {route: all, from: 2018-01, level: 1.5}", 5, "less than or equal to 1"),
    ("enforcement:\n  - {route: all, from: 2018-01, rate: -1}", 5, "greater than or equal to 0"),
    ("enforcement:\n  - {route: all, from: 2018-01, rate: .nan}", 5, "finite"),
    ("enforcement:\n  - {route: all, from: 2018-01, rate: .inf}", 5, "finite"),
    ("enforcement:\n  - {route: all, from: 2018-01, level: true}", 5, "valid number"),
    ("enforcement:\n  - {route: all, from: 2018-01}", 5, "give one of level, rate"),
    ("enforcement:\n  - {route: all, from: 2018-01, level: 1, rate: 2}", 5, "found level, rate"),
    ("enforcement:\n  - {route: all, from: 2018-01-05, level: 1}", 5, "expected a month"),
    ("enforcement:\n  - {route: all, from: 2018, level: 1}", 5, "expected a month"),
    ("enforcement:\n  - {route: all, from: 2018-02, to: 2018-01, level: 1}", 5, "is before `from`"),
    ("enforcement:\n  - {route: all, from: 1999-12, level: 1}", 5, "outside the months"),
    (
        "enforcement:\n  - route: all\n    from: 2018-01\n    to: 2031-01\n    level: 1",
        7,
        "outside",
    ),
    (
        "enforcement:\n  - {route: all, from: 2018-01, level: 0.1}\n"
        "  - {route: ship-to-ship, from: 2020-01, level: 0.2}",
        6,
        "overlaps line 5: both speak of ship-to-ship from 2020-01",
    ),
    (
        "enforcement:\n  - {route: direct-dark, from: 2018-01, to: 2018-06, level: 0.1}\n"
        "  - {route: direct-dark, from: 2018-06, level: 0.2}",
        6,
        "overlaps line 5",
    ),
    (
        "enforcement:\n  - {route: all, from: 2018-01, to: 2018-07, pulse: {every: 6, lasts: 2}}",
        5,
        "no whole number of rounds",
    ),
    (
        "enforcement:\n  - {route: all, from: 2018-01, pulse: {every: 6, lasts: 6}}",
        5,
        "no quiet month",
    ),
    (
        f"relaxation:\n  - {{from: 2024-01, rule: {COAL_BAN}, cap: {{tonnes: -1}}}}",
        5,
        "greater than 0",
    ),
    (f"relaxation:\n  - {{from: 2024-01, rule: {COAL_BAN}, cap: {{per: year}}}}", 5, "give tonnes"),
    (f"relaxation:\n  - {{from: 2024-01, rule: {COAL_BAN}}}", 5, "give one of cap, lift"),
    (
        f"relaxation:\n  - {{from: 2016-01, rule: {COAL_BAN}, lift: true}}",
        5,
        "before the rule begins",
    ),
    (
        f"relaxation:\n  - {{from: 2024-01, rule: {COAL_BAN}, lift: true}}\n"
        f"  - {{from: 2025-01, rule: {COAL_BAN}, cap: {{tonnes: 1}}}}",
        6,
        "overlaps line 5",
    ),
    (
        f"relaxation:\n  - {{from: 2024-01, rule: {REFINED}, cap: {{barrels: 1000}}}}",
        5,
        "no higher than that",
    ),
    (
        f"tightening:\n  - {{from: 2024-01, rule: {REFINED}, cap: {{barrels: 600000}}}}",
        5,
        "higher than that",
    ),
    (
        f"relaxation:\n  - {{from: 2025-01, rule: {COAL_BAN}, cap: {{barrels: 1000}}}}",
        5,
        "is about coal, which nobody counts in barrels",
    ),
    (
        f"relaxation:\n  - {{from: 2024-01, rule: {REFINED}, cap: {{usd: 5}}}}",
        5,
        "not capped in these units",
    ),
    (
        "relaxation:\n  - {from: 2024-01, rule: UN-2397-8-workers, cap: {tonnes: 5}}",
        5,
        "names no goods that a cap could count",
    ),
    (f"tightening:\n  - {{from: 2024-01, rule: {COAL_BAN}, cap: {{tonnes: 1}}}}", 5, "no cap to"),
    (f"tightening:\n  - {{from: 2024-01, rule: {REFINED}, lift: true}}", 5, "not tightened by"),
    (
        f"tightening:\n  - {{from: 2024-01, rule: {REFINED}, cap: {{usd: 5}}}}",
        5,
        "not capped in these units",
    ),
    (
        f"rules:\n  change:\n    - {{rule: {COAL_BAN}, drop: true}}\n"
        f"relaxation:\n  - {{from: 2024-01, rule: {COAL_BAN}, lift: true}}",
        8,
        "does not apply here",
    ),
    ("terms:\n  - {from: 2014-01, limit: 2}", 5, "less than or equal to 1"),
    ("drivers: {weather: {from: 2014-01, level: 1}}", 4, "unknown driver 'weather'"),
    ("drivers: {power: {from: 2014-01, level: 1.2}}", 4, "is a share"),
    ("drivers: {coal_price: {from: 2014-01, rate: 0}}", 4, "cannot be 0"),
    ("drivers: {coal_price: {from: 2014-01, level: -3}}", 4, "greater than or equal to 0"),
    ("drivers: {coal_price: {from: 2014-01, level: 1.0e+300}}", 4, "outside what it may be, 1 to"),
    ("drivers: {coal_demand: {from: 2014-01, level: 1.0e+12}}", 4, "tonnes a month is outside"),
    ("drivers: {fuel: {from: 2014-01, rate: 1.0e+9}}", 4, "is too much. Give 100 or less"),
    (
        f"rules:\n  change:\n    - {{rule: {COAL_BAN}, shift: -9999 months}}",
        6,
        "outside 2006-10-14",
    ),
    (
        f"rules:\n  change:\n    - {{rule: {COAL_BAN}, shift: -4000 days}}",
        6,
        r"would begin on 2006-08-23, outside 2006-10-14 \(the first resolution\)",
    ),
    (f"rules:\n  change:\n    - {{rule: {COAL_BAN}, shift: 900 months}}", 6, "to 2040-12-31"),
    ("drivers: {coal_price: later}", 4, "expected `history`"),
    (
        "drivers:\n  border:\n    - {from: 2014-01, level: 1}\n    - {from: 2015-01, level: 0}",
        7,
        "overlaps line 6",
    ),
    ("parameters: {pay.kickback_shares: 0.1}", 4, "did you mean 'pay.kickback_share'"),
    ("parameters: {pay.kickback_share: 0.5}", 4, "outside its range, 0.07 to 0.15"),
    ("parameters: {prod.coal.total_2016: 38.287}", 4, "follows the branch 'output'"),
    ("branches: {kickback: both}", 4, "expected .kiep. or .kdi."),
    ("ensemble: {draws: 0}", 4, "greater than or equal to 1"),
    ("ensemble: {draws: 10, quantiles: [0.05]}", 4, "10 draws are too few for the quantile 0.05"),
    ("ensemble: {draws: 1000, quantiles: [0]}", 4, "greater than 0"),
    ("ensemble: {draws: 1000, posterior: ../../etc/passwd}", 4, "expected a folder such as"),
    ("ensemble: {draws: 1000, posterior: /etc/passwd}", 4, "expected a folder such as"),
    ("compare_to: own", 4, "cannot be compared to itself"),
    ("compare_to: historic", 4, "did you mean 'history'"),
    ("compare_to: ../history", 4, "never a path"),
    ("title: again", 4, "stands twice"),
    ("about: &a x\nrules: *a", 4, "a YAML reference"),
    ("drivers: [\n", 5, "not valid YAML: .* Mend quotes, brackets"),
    ("drivers: {border: {from: 2017-02-30, level: 0}}", 4, "is no day"),
]
