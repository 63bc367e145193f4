#include "core/articles/boilerplate_patterns.hpp"

namespace newsnlp::articles {
namespace {

constexpr std::u32string_view k_headers =
    UR"(read (?:more|also|next|this|the full story|more from .{1,30})|)"
    UR"(more (?:on this(?: story)?|from .{1,30}|stories|news|to read|like this|coverage|reading)|)"
    UR"(related(?: (?:articles?|stor(?:y|ies)|content|news|links?|topics?|coverage|posts?|reading|videos?))?|)"
    UR"(also (?:read|see|on .{1,30})|see (?:also|more)|further reading|in case you missed it|)"
    UR"(recommended(?: (?:stories|for you|articles|reading))?|(?:complete|full) coverage(?: (?:of|on) .{1,40})?|)"
    UR"(most (?:read|popular|viewed|shared)|trending(?: now)?|top stories|latest (?:news|stories)|don['’]t miss|)"
    UR"(you (?:may|might) also (?:like|be interested in)|editor['’]?s['’]? (?:picks?|choice)|up next|)"
    UR"((?:next|previous) (?:story|article)|)"
    UR"(lire aussi|à lire aussi|lea tamb[ié]n|lesen sie auch|leggi anche|leia também|)"
    UR"(بیشتر بخوانید|اقرأ أيضا[ًَ]?|阅读更多|相关阅读|相关新闻|関連記事)";

const std::vector<Fragment> k_fragments = {
    {U"headers", k_headers},
    {U"note", UR"((?:editor['’]?s['’]? note|note to (?:editors|readers)|correction|clarification)\s*[:–—(-])"},
    {U"time", UR"(\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?(?: (?:gmt|utc|est|edt|et|pst|pdt|bst|cet|ist))?)"},
    {U"weekday", UR"((?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )"},
    {U"day", UR"(\d{1,2}(?:st|nd|rd|th)?)"},
    {U"month", UR"((?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?)"},
    {U"date", UR"(<weekday>?(?:<day> [a-z]{3,9}\.?|<month> <day>),? (?:19|20)\d\d)"},
};

const std::initializer_list<std::u32string_view> k_lines = {
    // links
    UR"((?:read (?:more|also|next)|related(?: (?:article|story|stories|coverage))?|also read|see (?:also|more)|more|)"
    UR"(watch(?: (?:more|now|this|live|the video))?|listen|gallery|in pictures|photos|video|)"
    UR"(lire aussi|lea también|بیشتر بخوانید|اقرأ أيضا[ًَ]?)\s?[:：|»>]\s*\S)",
    UR"(<note>)",
    // rights
    UR"((?:tm & )?(?:copyright (?:©|\(c\)|\d{4}|by\b)|©|&copy|\(c\) ?(?:copyright|\d{4})|all rights reserved))",
    UR"(entire contents of this (?:article|site|page) (?:copyright|©))",
    UR"(this (?:material|article|content) may not be (?:published|reproduced))",
    UR"(our standards: |the thomson reuters trust|this is a rush transcript\b)",
    UR"((?:the )?(?:opinions|views) expressed (?:in|by|here).{0,80} (?:are|do not|belong)\b)",
    // credits
    UR"((?:additional |with )?(?:reporting|writing|editing|compiled|edited|photography|graphics))"
    UR"((?: and (?:writing|editing|additional reporting))? by[: ])",
    UR"((?:(?:file|ap|reuters|afp|featured|cover) )?(?:photos?|photographs?|images?|pictures?|video|illustration|)"
    UR"(graphic)(?:s? (?:by|credit|courtesy|source)(?: of)?)?\s*[:|]\s*\S.{0,150}$)",
    UR"((?:credits?|source|picture credit|photo credit)\s*:\s*\S.{0,150}$)",
    // calls to the reader
    UR"((?:subscribe|sign up|register|log in|sign in)(?: now| here| today| free)?)"
    UR"((?:$|[:!]| (?:to|for|with|at|on|via|now) ))",
    UR"((?:get|receive) (?:our|the|your) (?:free |daily |weekly |morning |evening |and |afternoon |latest |best |news )*)"
    UR"((?:newsletters?|briefing|alerts?|headlines|e?-?mails?|app)\b)",
    UR"((?:share|tweet|e-?mail|print|save|comments?|bookmark|whatsapp|facebook|twitter|linkedin|reddit|telegram|)"
    UR"(pinterest|copy link|share this(?: (?:story|article|post|page))?|share (?:on|via) .{2,30}|e-?mail to a friend|)"
    UR"(print this(?: (?:story|article|page))?|back to top|\d+ comments?|(?:leave|add|post) a comment|)"
    UR"((?:view|show) comments)(?:[\s|/·•,]*(?:share|tweet|e-?mail|print|save|comments?|facebook|twitter|linkedin|)"
    UR"(reddit|telegram|whatsapp|pinterest|copy link))*\s*[.:!|]*$)",
    UR"((?:follow|join|find) [\w@'’ .]{1,60}(?: (?:on|at|via))? ?)"
    UR"((?:twitter|facebook|instagram|telegram|whatsapp|google|linkedin|youtube|@))",
    UR"(like [\w ]{2,30} on (?:facebook|instagram|twitter)[.!]?$)",
    UR"((?:follow|tweet|contact|e-?mail|reach) .{2,80}[: ](?:@\w+|[\w.+-]+@[\w-]+\.[\w.-]+)\.?$)",
    UR"((?:click|tap) (?:here|on the|the (?:image|photo|picture|link)|below|through)\b.{0,200}$)",
    UR"((?:download|install) (?:the|our) .{0,40}\bapp(?: now| today| here)?[.!]?$)",
    UR"(for (?:more|the latest|all the latest|further) (?:news|information|stories|updates|headlines|coverage|details|)"
    UR"(articles)\b.{0,40}(?:[:,]| (?:visit|see|click|go|follow|contact|call|read|about|on)\b).{0,200}$)",
    UR"(for more .{2,40}, (?:visit|see|go to|click|follow) .{2,80}$)",
    UR"((?:support|donate to|become a (?:member|subscriber|supporter)) (?:our|of our|us|independent) .{2,120}$)",
    UR"((?:have|got) (?:a (?:tip|news tip|story to)|you got a (?:tip|story))\b.{0,120}$)",
    UR"((?:follow|see|read|watch|explore) (?:all )?(?:of )?our .{2,80}(?:coverage|live blog|updates|live)\b.{0,40}$)",
    UR"(see (?:the )?(?:full|original) (?:story|article|post) (?:at|on) .{2,40}$)",
    UR"((?:watch|listen to|tune in to) .{2,60} (?:week(?:night|day|end)s?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?) )"
    UR"((?:at )?\d.{0,100}$)",
    // labels and headings of a page
    UR"((?:<date>)?(?:[,|•·–-]? ?(?:at )?<time>)$|<date>$)",
    UR"((?:urgent|breaking(?: news)?|exclusive|developing(?: story)?|update \d|live|opinion|analysis|factbox)\s*:?$)",
    UR"(advertisements?$|ads? by .{2,30}$|sponsored(?: content| by .{2,40})?$|story continues(?: below)?.{0,30}$)",
    UR"(article continues (?:below|after).{0,40}$|skip (?:to|past) .{2,40}$|continue reading.{0,60}$)",
    UR"((?:read|view|see) (?:the )?(?:full|original) (?:story|article|post)[ .:>»]*$|(?:show|load) more$|loading[ .…]*$)",
    UR"((?:first |last )?(?:published|posted|updated|modified|edited)(?: (?:on|at))?\s*:?\s+)"
    UR"((?:.{0,20}\d{1,2}:\d\d|.{0,20}\d{1,2}/\d|.{0,30}\b(?:19|20)\d\d\b|today|yesterday).{0,60}$)",
    UR"(\d{1,3} (?:min(?:ute)?s?|hours?|days?) (?:ago|read)\b.{0,20}$)",
    UR"((?:tags?|topics?|filed under|categor(?:y|ies)|keywords?)\s*:\s.{1,200}$)",
    UR"((?:for immediate release|press release|news release|media advisory|for further information media should contact))"
    UR"(\b.{0,80}$)",
    UR"((?:(?:media|press) )?contacts?\s*:\s.{2,120}$|disclaimer\s*[:(–—-].{0,280}$)",
    UR"((?:begin|end) (?:video|audio|film)(?: clip|tape)?s?\)?$|(?:cross-?talk|applause|laughter|inaudible)\.?\)$)",
    UR"(ends\)?$|30\s?-$|[\W_]*$|\w$)",
    UR"([$€£¥]?1(?: [a-z.]{2,20}){0,3} ?= ?[$€£¥]?\d.{0,60}\)$)",  // "($1 = 0.9047 euros)"
    UR"((?:home|news)(?: ?[>»/|] ?[\w &'-]{2,30})+$|(?:https?://|www\.)\S+$)",
};

const std::initializer_list<std::u32string_view> k_cased = {
    UR"(Copyright [A-Z][\w ]{1,40} \d{4}|All About [A-Z][^.!?]{2,100}$)",
    UR"([(\[]?(?:Photo|Image|Picture|Illustration|Photograph)s? (?:[Bb]y|courtesy of|via|credit) [A-Z][^.!?]{2,80}$)",
};

const std::initializer_list<std::u32string_view> k_ends = {
    UR"(.{2,250} contributed (?:to|reporting to|reporting for) this (?:report|story|article|piece)\.?$)",
    UR"((?-i:[A-Z]).{2,200} contributed reporting\.?$|[^.!?]{0,200}\bclick ?here[.!]?$)",
    UR"(.{0,280}\((?-i:[A-Z])[\w .'’-]{1,40}/)"
    UR"((?:getty|reuters|ap|afp|epa|xinhua|bloomberg|pool|file|shutterstock).{0,60}\)$)",
    UR"(.{2,280} (?-i:Photograph|Photo|Image|Picture|Credit|Photo [Cc]redit): (?-i:[A-Z])[^.!?]{2,60}\.?$)",
    UR"([^.!?«‹]{2,160}[»›]$)",  // the arrow of a link, not the end of a quotation
    UR"(.{0,280}\((?-i:AP|Reuters|AFP) (?:photo|file)\b.{0,60}\)$)",
    UR"([^.!?]{0,80}(?:getty images|/reuters|/afp|via ap|via reuters|shutterstock|istock|alamy|epa-efe))"
    UR"(\s*[)\]]?\.?$)",
};

}  // namespace

const BoilerplatePatterns& boilerplate_patterns() {
    static const BoilerplatePatterns patterns{
        .link_header = {UR"([>»•*\-–—\[(]*\s*(?:<headers>)\s*[:：\])>»…]*\s*$)", Pattern::Case::ignored, k_fragments},
        .note = {UR"(<note>)", Pattern::Case::ignored, k_fragments},
        .lines = {k_lines, Pattern::Case::ignored, k_fragments},
        .cased = {k_cased, Pattern::Case::exact},
        .ends = {k_ends, Pattern::Case::ignored},
        // "... he said. (Reporting by Jane Roe; Editing by John Doe)"
        .tail = {UR"([(\[](?:(?:additional |with )?(?:reporting|writing|editing|compiled)(?: and [\w ]{4,25})? by\b|)"
                 UR"((?:photos?|images?|source|graphics?)(?: (?:by|courtesy)|:)|©|copyright\b)[^\n]{0,600}$)",
                 Pattern::Case::ignored},
    };
    return patterns;
}

}  // namespace newsnlp::articles
