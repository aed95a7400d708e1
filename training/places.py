"""Short lists that tell apart what the data sets lump together: countries among places, words of dates and of money."""

from __future__ import annotations

COUNTRIES = frozenset(name.strip() for name in """
afghanistan, albania, algeria, andorra, angola, argentina, armenia, australia, austria, azerbaijan, bahamas, bahrain,
bangladesh, barbados, belarus, belgium, belize, benin, bhutan, bolivia, bosnia, bosnia and herzegovina, botswana, brazil,
britain, brunei, bulgaria, burkina faso, burma, burundi, cambodia, cameroon, canada, cape verde, chad, chile, china,
colombia, comoros, congo, costa rica, croatia, cuba, cyprus, czech republic, czechoslovakia, denmark, djibouti, dominica,
dominican republic, east timor, ecuador, egypt, el salvador, england, equatorial guinea, eritrea, estonia, ethiopia, fiji,
finland, france, gabon, gambia, georgia, germany, ghana, great britain, greece, grenada, guatemala, guinea,
guinea-bissau, guyana, haiti, honduras, hong kong, hungary, iceland, india, indonesia, iran, iraq, ireland, israel, italy,
ivory coast, jamaica, japan, jordan, kazakhstan, kenya, kiribati, kosovo, kuwait, kyrgyzstan, laos, latvia, lebanon,
lesotho, liberia, libya, liechtenstein, lithuania, luxembourg, macedonia, madagascar, malawi, malaysia, maldives, mali,
malta, mauritania, mauritius, mexico, micronesia, moldova, monaco, mongolia, montenegro, morocco, mozambique, myanmar,
namibia, nauru, nepal, netherlands, new zealand, nicaragua, niger, nigeria, north korea, north macedonia,
northern ireland, norway, oman, pakistan, palau, palestine, panama, papua new guinea, paraguay, peru, philippines,
poland, portugal, qatar, romania, russia, rwanda, samoa, san marino, saudi arabia, scotland, senegal, serbia,
seychelles, sierra leone, singapore, slovakia, slovenia, solomon islands, somalia, south africa, south korea,
south sudan, soviet union, spain, sri lanka, sudan, suriname, swaziland, sweden, switzerland, syria, taiwan, tajikistan,
tanzania, thailand, togo, tonga, tunisia, turkey, turkmenistan, tuvalu, u.a.e., u.k., u.s., uae, uganda, uk, ukraine,
united arab emirates, united kingdom, united states, uruguay, us, usa, uzbekistan, vanuatu, vatican, venezuela,
vietnam, wales, yemen, yugoslavia, zambia, zimbabwe,
baghdad, kabul, washington, london, moscow, beijing, tehran, islamabad, jerusalem, paris, berlin, brussels, ankara,
gaza, california, texas, florida, new york, chechnya, kashmir, mogadishu, nairobi, cairo, damascus, beirut, kiev, tokyo,
seoul, pyongyang, new delhi, caracas, bogota, havana, geneva, vienna, rome, madrid, darfur, kandahar, mosul, basra,
karachi, lahore, riyadh, amman, khartoum, jakarta, manila, bangkok, rangoon, colombo, dhaka, mumbai, shanghai
""".replace("\n", " ").split(","))
"""Names of states, and of the cities and provinces that news names most; anything else stays place of unknown kind."""

WATERS_AND_LANDS = frozenset(
    "sea ocean river lake gulf strait mountain mountains mount peninsula island islands desert valley bay coast basin "
    "africa asia europe america caucasus balkans caribbean antarctica arctic pacific atlantic mediterranean east".split()
)
"""A place whose last word is one of these has no government of its own, or none that acts under this name."""

DATE_WORDS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow "
    "century centuries decade decades year years month months week weeks day days weekend spring summer autumn winter".split()
)
MONEY_WORDS = frozenset(
    "dollar dollars euro euros pound pounds cents yen yuan ruble rubles rouble roubles lira manat rupee rupees peso pesos "
    "franc francs million billion trillion bn mn usd eur gbp".split()
)
TITLES = frozenset(
    "president prime minister mr mr. mrs mrs. ms ms. dr dr. sir king queen prince princess pope chancellor senator "
    "general secretary vice former foreign defense defence interior deputy secretary-general chief judge justice governor "
    "ambassador colonel captain lieutenant major sheikh ayatollah prophet premier spokesman spokeswoman representative "
    "congressman pm of state then-president ex-president lord professor prof. gen. col. sen. rep. gov. lt. maj. archbishop "
    "cardinal reverend rev. commander admiral sergeant envoy u.n. u.s. us the state".split()
)
"""Words that come before a person's name and are none of it; the silver data count them in."""

CURRENCY_SIGNS = frozenset("$ € £ ¥ US$ A$ C$ ₺ ₼ ₽ ₹".split())
MULTIPLIERS = frozenset("million billion trillion bn mn".split())
