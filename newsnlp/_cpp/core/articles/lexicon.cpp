#include "core/articles/lexicon.hpp"

#include <array>
#include <cstddef>

namespace newsnlp::articles::lexicon {
namespace {

struct Group {
    std::uint16_t role;
    std::string_view words;
};

constexpr Group k_groups[] = {
    {k_title,
     "mr mrs ms messrs mme mlle dr drs prof gen gens sen sens rep reps gov govs lt col maj capt cmdr cdr cpl "
     "sgt adm brig pres supt det insp rev fr hon ste pvt pfc amb atty asst assn dist exec vs viz cf eg ie eds "
     "approx govt natl intl univ cit incl ca mtn fed cllr msgr e.g i.e dept comdr lieut smt rt feat h.e h.h h.m h.r.h"},
    {k_name, "id"},
    {k_numbered,
     "no nos p pp art arts sec secs fig figs vol vols ch chap para eq ver rm apt tel ext nr n\xb0 n\xba op div "
     "rs"},
    {k_month | k_capital, "jan feb mar apr jun jul aug sep sept oct nov dec"},
    {k_ending,
     "al sec jr sr esq ph.d m.d b.a m.a d.d.s etc ave blvd ibid pt rd sq ct pl hwy st mt ft mfg hr hrs lb lbs "
     "est u.s u.k u.n e.u d.c n.y n.j s.a n.v a.g b.v s.p.a a.k.a"},
    {k_ending | k_capital,
     "mon tue tues wed thu thur thurs fri sat sun ala ariz ark calif colo conn del fla ga ill ind kan ky la md "
     "mass mich minn miss mo mont neb nev okla ore pa penn tenn tex va vt wash wis wyo ont que alta"},
    {k_corporate, "inc corp co cos ltd plc llc llp bros"},
    {k_clock, "a.m p.m"},
    {k_starter,
     "the a an this that these those he she it they we you i his her its their our my your in on at as for "
     "from by with but and or so yet if when while after before since because although though however "
     "meanwhile still also then now there here what who how why where which both some many most all each every "
     "no not nor one two three another other others such under over during until despite according among "
     "between through without within about against to of is are was were do does did has have had can could "
     "will would should may might must let please even only just once instead moreover nevertheless thus "
     "therefore earlier later last yesterday today tomorrow mr mrs ms dr he's she's it's they're we're i'm "
     "i've that's there's don't neither either few several nearly almost analysts officials critics police "
     "nobody everyone someone"},
    {k_speech,
     "say says said ask asks asked tell tells told cry cries cried shout shouts shouted reply replies replied "
     "answer answers answered add adds added exclaim exclaims exclaimed wonder wonders wondered whisper "
     "whispers whispered yell yells yelled scream screams screamed howl howls howled demand demands demanded "
     "recall recalls recalled joke jokes joked call calls called inquire inquires inquired mutter mutters "
     "muttered write writes wrote tweet tweets tweeted laugh laughs laughed"},
    {k_auxiliary,
     "is are was were has have had will would can could may might should did does isn't aren't wasn't weren't "
     "hasn't haven't hadn't won't wouldn't didn't doesn't"},
    {k_zone,
     "est edt et ct pt gmt pst pdt cst cdt mst mdt bst utc cet cest ist jst time monday tuesday wednesday "
     "thursday friday saturday sunday eastern central pacific mountain"},
    {k_time_lead, "at by around until till since from about before after"},
    {k_unfinished,
     "a an the its his their our of to with from by for at into and or than but that which whose is was were has "
     "have had will would can could said"},
};

constexpr std::size_t k_slots = 2048;

constexpr std::size_t slot_of(std::string_view word) {
    std::uint32_t hash = 2166136261U;  // FNV-1a
    for (const char c : word) hash = (hash ^ static_cast<std::uint8_t>(c)) * 16777619U;
    return (hash ^ (hash >> 15)) & (k_slots - 1);
}

struct Entry {
    std::string_view word;
    std::uint16_t roles = 0;
};

// Calls `visit` with each word of a list with blanks between.
template <typename Visit>
constexpr void each_word(std::string_view words, Visit&& visit) {
    while (!words.empty()) {
        const std::size_t blank = words.find(' ');
        visit(words.substr(0, blank));
        words = blank == std::string_view::npos ? std::string_view{} : words.substr(blank + 1);
    }
}

constexpr std::array<Entry, k_slots> build_table() {
    std::array<Entry, k_slots> table{};
    for (const Group& group : k_groups) {
        each_word(group.words, [&](std::string_view word) {
            std::size_t slot = slot_of(word);
            while (!table[slot].word.empty() && table[slot].word != word) slot = (slot + 1) & (k_slots - 1);
            table[slot].word = word;
            table[slot].roles = static_cast<std::uint16_t>(table[slot].roles | group.role);
        });
    }
    return table;
}

constexpr std::array<Entry, k_slots> k_table = build_table();

}  // namespace

std::uint16_t roles(std::string_view word) noexcept {
    for (std::size_t slot = slot_of(word); !k_table[slot].word.empty(); slot = (slot + 1) & (k_slots - 1)) {
        if (k_table[slot].word == word) return k_table[slot].roles;
    }
    return 0;
}

std::vector<std::pair<std::string, std::uint16_t>> entries() {
    std::vector<std::pair<std::string, std::uint16_t>> listed;
    for (const Group& group : k_groups) {
        each_word(group.words, [&](std::string_view word) { listed.emplace_back(word, group.role); });
    }
    return listed;
}

}  // namespace newsnlp::articles::lexicon
