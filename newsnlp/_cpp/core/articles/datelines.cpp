#include "core/articles/datelines.hpp"

#include <vector>

namespace newsnlp::articles {
namespace {

constexpr std::size_t k_longest_dateline = 120;
constexpr std::size_t k_longest_byline = 160;

const std::vector<Fragment> k_fragments = {
    {U"agencies",
     UR"((?:Thomson )?Reuters(?: Health| Life!)?|AP|AP Photo|Associated Press|AFP|UPI|dpa|DPA|EFE|ANSA|APA|)"
     UR"(Agencies|CNN(?: Business| Student News)?|CNNMoney(?:\.com)?|BBC|VOA|RFE/RL|Bloomberg|UN News|IPS|)"
     UR"(Wikinews|IRNA|ISNA|FNA|MNA|YJC|Tasnim|Fars|Mehr|Iran Press|SANA|NINA|INA|WAM|SPA|QNA|KUNA|BNA|)"
     UR"(ONA|MENA|AA|Anadolu(?: Agency)?|TASS|RIA Novosti|Interfax|Xinhua|Yonhap|Kyodo(?: News)?|Bernama|)"
     UR"(ANI|PTI|IANS|UNI)"},
    {U"outlet", U"Press|News|Agency|Times|Post|Radio|TV|Television|Media|Wire|Service|Online|Network|Today"},
    {U"dash", UR"((?:--+|[-–—―_]))"},
    {U"name", UR"([A-Z][\w.'’\-]*)"},
    {U"place", UR"(<name>(?: (?:of |de |el |al-|upon |and )?<name>){0,4})"},
    {U"capitals", UR"([A-Z][A-Z.'’\-]*[A-Z.](?: [A-Z][A-Z.'’\-]*){0,4})"},
    {U"month",
     UR"((?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|)"
     UR"(Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?)"},
    {U"weekday", UR"((?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? ))"},
    {U"date", UR"((?:<weekday>?(?:<month> \d{1,2}(?:, \d{4})?|\d{1,2} <month>(?:,? \d{4})?)))"},
    // Cities that are given without a country, for reports that have lost the dash after them.
    {U"cities",
     U"ABU DHABI|ABUJA|ACCRA|ADDIS ABABA|ADEN|ALBANY|ALEPPO|ALGIERS|AMMAN|AMSTERDAM|ANKARA|ANTWERP|ASTANA|"
     U"ATHENS|ATLANTA|AUSTIN|BAGHDAD|BAKU|BALTIMORE|BANGKOK|BARCELONA|BASRA|BEIJING|BEIRUT|BELFAST|BELGRADE|"
     U"BENGALURU|BERGEN|BERLIN|BERNE?|BIRMINGHAM|BOGOTA|BOSTON|BRASILIA|BRATISLAVA|BRISBANE|BRUSSELS|BUCHAREST|"
     U"BUDAPEST|BUENOS AIRES|BUFFALO|CAIRO|CALGARY|CANBERRA|CAPE TOWN|CARACAS|CARDIFF|CHARLOTTE|CHENNAI|"
     U"CHICAGO|CINCINNATI|CLEVELAND|COLOMBO|COLUMBUS|COPENHAGEN|DAKAR|DALLAS|DAMASCUS|DENVER|DETROIT|DHAKA|"
     U"DOHA|DUBAI|DUBLIN|DURBAN|DUSHANBE|EDINBURGH|ERBIL|FRANKFURT|GAZA|GDANSK|GENEVA|GLASGOW|GOTHENBURG|"
     U"GUANGZHOU|HAMBURG|HANOI|HARARE|HARTFORD|HAVANA|HELSINKI|HO CHI MINH CITY|HONG KONG|HONOLULU|HOUSTON|"
     U"HYDERABAD|INDIANAPOLIS|ISLAMABAD|ISTANBUL|JACKSONVILLE|JAKARTA|JEDDAH|JERUSALEM|JOHANNESBURG|KABUL|"
     U"KAMPALA|KANSAS CITY|KARACHI|KATHMANDU|KHARKIV|KHARTOUM|KIEV|KIGALI|KINSHASA|KIRKUK|KOLKATA|KRAKOW|"
     U"KUALA LUMPUR|KUWAIT|KYIV|LAGOS|LAHORE|LAS VEGAS|LEEDS|LIMA|LISBON|LIVERPOOL|LJUBLJANA|LONDON|"
     U"LOS ANGELES|LOUISVILLE|LUANDA|LUSAKA|LVIV|LYON|MADRID|MANAMA|MANCHESTER|MANILA|MARSEILLE|MELBOURNE|"
     U"MEMPHIS|MEXICO CITY|MIAMI|MILAN|MILWAUKEE|MINNEAPOLIS|MINSK|MOGADISHU|MONTREAL|MOSCOW|MOSUL|MUMBAI|"
     U"MUNICH|MUSCAT|NAIROBI|NAPLES|NASHVILLE|NEW DELHI|NEW ORLEANS|NEW YORK|NICOSIA|ODESA|OKLAHOMA CITY|"
     U"ORLANDO|OSLO|OTTAWA|PARIS|PERTH|PESHAWAR|PHILADELPHIA|PHOENIX|PITTSBURGH|PORTLAND|PORTO|PRAGUE|PRETORIA|"
     U"PYONGYANG|QUETTA|QUITO|RABAT|RAMALLAH|RICHMOND|RIGA|RIYADH|ROME|ROTTERDAM|SACRAMENTO|SALT LAKE CITY|"
     U"SAN DIEGO|SAN FRANCISCO|SANAA|SANTIAGO|SAO PAULO|SARAJEVO|SEATTLE|SEOUL|SEVILLE|SHANGHAI|SHENZHEN|"
     U"SINGAPORE|SKOPJE|SOFIA|ST\\. LOUIS|STOCKHOLM|STRASBOURG|STUTTGART|SYDNEY|TAIPEI|TALLINN|TAMPA|TASHKENT|"
     U"TBILISI|TEHRAN|TEL AVIV|THE HAGUE|TIRANA|TOKYO|TORONTO|TRIPOLI|TUNIS|UNITED NATIONS|VALENCIA|VANCOUVER|"
     U"VATICAN CITY|VIENNA|VILNIUS|WARSAW|WASHINGTON|WELLINGTON|YANGON|YEREVAN|ZAGREB|ZURICH"},
    {U"person", UR"([A-Z][\w.'’\-]*(?: (?:[a-z]{2,3} )?[A-Z][\w.'’\-]*){0,4})"},
};

struct DatelinePatterns {
    Patterns dateline{
        {
            // (CNN) --   BAGHDAD (Reuters) -   WASHINGTON, Nov 23 (AP) —   Ol Pejeta Conservancy, Kenya (CNN)At
            UR"((?:<place>(?:[,/] ?<place>){0,3}\.?,? {0,2})?(?:,? ?<date>,? ?)?\((?:<agencies>)\))"
            UR"((?:\s{0,3}<dash>+)?)",
            // (Some Magazine) --   Taipei, Taiwan — The   Thursday, May 7, 2015 On Tuesday
            UR"(\([A-Z][\w .&'’]{1,30}\) {0,2}<dash>+(?=\s))",
            UR"(<place>, <place> (?:--|[–—])(?= +[A-Z]))",
            UR"(<weekday><month> \d{1,2}, \d{4}(?= [A-Z]))",
            // TEHRAN, Young Journalists Club (YJC) -   PARIS (Some Agency) —
            UR"(<capitals>(?:, [^\n(]{2,40})? ?\([A-Z][\w ./&]{1,30}\) ?<dash>+)",
            // MOSCOW, May 5. /TASS/.
            UR"(<capitals>(?:, <place>)?, <date>\.? /[A-Z][\w ]{1,20}/\.?(?: ?<dash>+)?)",
            // WASHINGTON, D.C. –   PARIS, June 5 -   MEXICO CITY —   LOS ANGELES/NEW YORK -   WHITE HOUSE—
            UR"(<capitals>(?:[,/] ?(?:<place>|[A-Z.]{2,6})){0,2}(?:,? (?:<date>|[A-Z]{3,9}\.? \d{1,2}))?,?)"
            UR"((?: <dash>+(?=\s+[^a-z\s]|[A-Z"“])|(?:--+|[–—])(?=\s+[^a-z\s])))",
            // VATICAN CITY—Six   CHICAGO—The
            UR"([A-Z]{4,}(?: [A-Z]{3,}){0,2}(?:, [A-Z]\w+)?[–—](?=[A-Z“"]))",
            // Geneva, 3 May 2023 –
            UR"(<place>(?:, <place>)?, <date>,? ?<dash>+)",
            // BRUSSELS Britain said   AMMAN/BEIRUT The talks   FLINT, Mich. Voters went   (the dash was
            // lost)
            UR"((?:(?:<cities>)(?:/(?:<cities>))*|)"
            UR"([A-Z]{4,}(?: [A-Z]{3,})?(?:(?:/[A-Z]{4,}){1,3}|, [A-Z][a-z]{1,6}\.|, [A-Z]{4,}))(?= [A-Z][a-z]| A ))",
            // [State Department] More than   [Daily Example]
            UR"(\[[A-Z][\w.'’&-]*(?: [A-Z][\w.'’&-]*){1,4}\](?=\s*[A-Z0-9“"]|$))",
            // Iran PressWest Asia:
            UR"((?:<name> ){0,3}\w{0,20}(?:<outlet>)<place> ?:)",
            // 新华社巴格达11月23日电（记者李明）   بغداد (رويترز) -   تهران - ایرنا -
            UR"((?:新华社|中新社|人民网)[^\s，。]{2,20}日?电(?:\s?[（(][^）)\n]{1,40}[）)])?)",
            UR"([^\W\d_a-zA-Z]{2,20} \((?:رويترز|أ ف ب|د ب أ|وكالات|رویترز)\) ?<dash>)",
            UR"([^\W\d_a-zA-Z]{2,20} ?<dash> ?(?:ایرنا|ایسنا|فارس|مهر|تسنیم|ایلنا) ?[-–—:])",
        },
        Pattern::Case::exact,
        k_fragments};
    // Indianapolis – Several   Geneva - The
    Pattern city{UR"((?:<cities>) (?:--|[–—-])(?= (?-i:[A-Z“"])))", Pattern::Case::ignored, k_fragments};
    Pattern label{UR"(<capitals>(?:, <place>)? ?:(?=\s|$))", Pattern::Case::exact, k_fragments};
    Pattern no_place{
        UR"((?:BREAKING|UPDATED?|WATCH|RELATED|CORRECTION|CLARIFICATION|NOTE[RS]?|READ|MORE|ALSO|LIVE|EXCLUSIVE|OPINION|)"
        UR"(ANALYSIS|FACTBOX|SUMMARY|PHOTOS?|VIDEO|LISTEN|HOST|WARNING|SPOILER|IMPORTANT|MEDIA|CONTACT|FOR|TO|FROM|)"
        UR"(DATE|SUBJECT|RE|BACKGROUND|INTRODUCTION|CONCLUSION|QUESTION|ANSWER|DEAR|HEADLINE|ABSTRACT|SOURCE|TAGS|UN|US|)"
        UR"(EU|UK|THE)\b)",
        Pattern::Case::exact};
    Patterns byline{
        {
            UR"((?:(?:Written |Reported |Posted |Story |Report |Analysis )?[Bb][Yy]:?|BY) <person>)"
            UR"((?:(?:, and|,| and| &| \||;) <person>)*(?:(?:,| \|| ?[-–—]| in| for| at| of| with) ?[^.!?\n]{1,80})?\.?$)",
            UR"((?:From |[Bb]y )?<person>(?:(?:,| and|, and) <person>){0,3}, (?:<agencies>)$)",
        },
        Pattern::Case::exact,
        k_fragments};
    Pattern correspondent{UR"([A-Z][\w.'’\-]+(?: [A-Z][\w.'’\-]+){1,2} in [A-Z][\w.'’\-]+(?: [A-Z][\w.'’\-]+)?$)",
                          Pattern::Case::exact};
};

// Compiled on first use.
const DatelinePatterns& dateline_patterns() {
    static const DatelinePatterns patterns;
    return patterns;
}

template <typename Any, typename C>
std::size_t match(const Any& pattern, const Line<C>& line, Threads& threads) {
    return pattern.match(line.text, line.begin, line.end, threads);
}

}  // namespace

template <typename C>
std::size_t dateline_end(const Line<C>& paragraph, bool labels, Threads& threads) {
    const Line<C> line = paragraph.head(k_longest_dateline);
    std::size_t stop = match(dateline_patterns().dateline, line, threads);
    if (stop == k_no_match && line.size() > 0 && line.is(line.begin, base::unicode::k_upper_class)) {
        stop = match(dateline_patterns().city, line, threads);
    }
    if (stop == k_no_match && !labels && has_label(line, threads)) {
        stop = match(dateline_patterns().label, line, threads);
    }
    return stop == k_no_match ? paragraph.begin : stop;
}

template <typename C>
bool has_label(const Line<C>& paragraph, Threads& threads) {
    const Line<C> line = paragraph.head(k_longest_dateline);
    return match(dateline_patterns().label, line, threads) != k_no_match &&
           match(dateline_patterns().no_place, line, threads) == k_no_match;
}

template <typename C>
bool is_byline(const Line<C>& line, bool before_body, Threads& threads) {
    if (line.size() > k_longest_byline) return false;
    if (match(dateline_patterns().byline, line, threads) != k_no_match) return true;
    return before_body && match(dateline_patterns().correspondent, line, threads) != k_no_match;
}

template std::size_t dateline_end(const Line<std::uint8_t>&, bool, Threads&);
template std::size_t dateline_end(const Line<std::uint16_t>&, bool, Threads&);
template std::size_t dateline_end(const Line<std::uint32_t>&, bool, Threads&);
template bool has_label(const Line<std::uint8_t>&, Threads&);
template bool has_label(const Line<std::uint16_t>&, Threads&);
template bool has_label(const Line<std::uint32_t>&, Threads&);
template bool is_byline(const Line<std::uint8_t>&, bool, Threads&);
template bool is_byline(const Line<std::uint16_t>&, bool, Threads&);
template bool is_byline(const Line<std::uint32_t>&, bool, Threads&);

}  // namespace newsnlp::articles
