"""Questions that no interviewer may ask: about protected grounds, and for degrees.

The patterns look for a question *to the candidate* ("your", "are you"), because the same words are everyday technical
language: child nodes, race conditions, a gender column, a union in SQL. Grounds after the pre-employment guidance of
the EEOC (https://www.eeoc.gov/pre-employment-inquiries-and), the UK Equality Act 2010, section 4, and Directives
2000/43/EC and 2000/78/EC; salary history after the EU's Directive 2023/970, article 5(2). Asking whether somebody may
work in the country, or what pay they expect, is allowed and not found here.
"""

import re
from functools import cache
from typing import Final

# What makes a personal word the name of data or of a part of a system: "your age column", "your health checks".
_NOT_DATA: Final = (
    r"(?![ -](?:columns?|features?|fields?|variables?|attributes?|flags?|values?|data\b|datasets?|tables?|labels?"
    r"|bands?|buckets?|bins?|predict\w*|classif\w*|model\w*|distribution\w*|estimat\w*|encod\w*|imput\w*|endpoints?"
    r"|checks?|probes?|metrics?|dashboards?|scores?|signals?|services?|apis?|monitor\w*|reports?|groups?))"
)
_SOON: Final = r"(?=\s*(?:[?.,;!]|$)|\s+(?:or|and|in|soon|at|from|by|with|yet|before|after)\b)"
_RELIGIONS: Final = (
    r"(?:religious|christian|muslim|jewish|hindu|sikh|buddhist|catholic|protestant|an? atheist|baptised)"
)
_PEOPLES: Final = (
    r"(?:british|english|irish|american|indian|chinese|german|french|polish|turkish|russian|african|asian|european"
    r"|arab\w*|mexican|hispanic|latin[oa]|black|white)"
)
_TONGUES: Final = r"(?:english|german|french|spanish|polish|turkish|russian|chinese|hindi|arabic|it|this)"
_PEOPLE: Final = (
    r"(?:boss|manager|lead|supervisor|colleagues?|people|persons?|team ?mates?|team|coworkers?|co-workers?)"
)

_GROUNDS: Final[dict[str, tuple[str, ...]]] = {
    "age": (
        r"\bhow old (?:are|were) you\b",
        r"\byour (?:own |exact |current )?(?:age|date of birth|birth ?date|birthday|year of birth|generation)\b"
        + _NOT_DATA,
        r"\bwere you born\b",
        r"\b(?:when|what year|which year) did you (?:graduate|leave school|finish (?:school|university|college))",
        r"\byou (?:\w+ )?(?:plan|planning|intend|hope|want|expect|going) to retire" + _SOON,
        r"\b(?:until|before|till) you retire" + _SOON,
        r"\b(?:close to|near|nearing|your) retirement" + _SOON,
        r"\b(?:younger|older) than (?:you|yourself)\b",
        r"\b(?:are you|aren't you|feel) (?:\w+ )?too (?:old|young)\b",
        rf"\b(?:with|for|under|to|by) (?:an? )?(?:much )?(?:younger|older) {_PEOPLE}\b",
        r"\bare you (?:\w+ )?(?:over|under|above|below) (?:\d\d|thirty|forty|fifty|sixty)" + _SOON,
    ),
    "family": (
        r"\byou (?:\w+ ){0,2}have (?:any |small |young |more )?(?:kids|children|a child|a baby|a family)\b"
        r"(?! (?:nodes?|process\w*|in (?:the|a|your) (?:tree|graph|dag)|of))",
        r"\b(?:have|having|want|wanting|expecting|planning|trying for|plan for) (?:to have )?"
        r"(?:kids|a baby|a child|more children|children)" + _SOON + r"(?! in (?:the|a|your) (?:tree|graph|dag))",
        r"\bhow many (?:kids|children) (?:do|have) you\b",
        r"\b(?:start|starting|started|raise|raising) (?:a|your) family\b",
        r"\byour (?:\w+ )?(?:kids|husband|wife|spouse|fianc\w+|boyfriend|girlfriend|son|daughter|in-laws|marriage"
        r"|childcare|(?:maternity|paternity|parental) leave)\b" + _NOT_DATA,
        r"\byour children\b(?! (?:nodes?|process\w*))",
        r"\byour (?:own )?family\b(?! (?:of\b|plan tariff))",
        r"\byour (?:mother|father|parents)\b",
        r"\byour partner(?:'s)? (?:\w+ )?(?:work|works|job|feel|feels|think|mind|live|lives|agree|earn|earns|okay"
        r"|ok)\b",
        r"\bare you (?:\w+ )?(?:married|divorced|widowed|pregnant|in a relationship)\b",
        r"\bare you (?:\w+ )?(?:single|engaged)(?=\s*(?:[?.,;!]|$)| or\b)",
        r"\bare you (?:\w+ )?(?:a|an|the) (?:\w+ )?(?:mother|father|mum|mom|dad|parent|carer|caregiver)\b"
        r"(?! (?:process|node|class))",
        r"\byour (?:own )?marital status\b" + _NOT_DATA,
        r"\bwhat is your (?:marital|family) (?:status|situation)\b",
        r"\byou (?:\w+ ){0,3}(?:become|get|be|got|been) pregnant\b",
        r"\b(?:your|plan(?:ning)? (?:a|another)) pregnanc(?:y|ies)\b" + _NOT_DATA,
        r"\byou (?:\w+ ){0,4}(?:take|taking|taken|took|go on|going on|been on|need|back from|return from|want) "
        r"(?:\w+ ){0,2}(?:maternity|paternity|parental) leave\b",
        r"\byou (?:\w+ ){0,2}(?:have|arrange|arranged|need|organi[sz]e) (?:\w+ ){0,2}(?:childcare|child care"
        r"|day ?care)\b",
        r"\b(?:childcare|child care|day ?care) arrange(?:d|ments?)\b",
        r"\b(?:looks?|take|takes) (?:after|care of) your (?:kids|child|children|parents)\b",
        r"\bmaiden name\b" + _NOT_DATA,
    ),
    "origin": (
        r"\bwhere (?:are|were) you (?:\w+ )?from\b",
        r"\bwhere do you (?:\w+ )?come from\b",
        r"\bwhere did you grow up\b",
        r"\bwhere (?:do|did|does) your (?:\w+ )?(?:name|accent|family|parents|ancestors) (?:\w+ )?(?:come|from)\b",
        r"\b(?:origin of|kind of name is) your\b|\bwhat kind of (?:name|accent) is (?:that|this)\b",
        r"\byour (?:own )?(?:ethnicity|ethnic \w+|nationality|nationalities|citizenship|national origin|heritage"
        r"|ancestry"
        r"|country of (?:birth|origin)|place of birth|birthplace|native country|immigration status|visa (?:status|type)"
        r"|skin|skin colou?r|mother tongue|native (?:language|tongue)|caste)\b" + _NOT_DATA,
        r"\byour race\b(?![ -](?:condition|detector|hazard|window))" + _NOT_DATA,
        r"\byour accent\b(?! colou?r)",
        r"\b(?:what|which) (?:nationality|citizenship|ethnicity|race|caste) (?:are|do|have) you\b",
        r"\bare you (?:\w+ )?(?:an? )?(?:[\w.]+ )?(?:citizen|immigrant|foreigner|refugee|migrant)\b(?! scien)",
        rf"\bare you (?:originally |really |of )?{_PEOPLES}(?=\s*(?:[?.,;!]|$)| or\b)",
        rf"\bare you (?:a|an) (?:{_TONGUES} )?native(?: {_TONGUES})?[ -]speaker\b",
        rf"\bare you (?:a|an) {_TONGUES} native\b",
        rf"\bis {_TONGUES} (?:not )?your (?:first|second|native|mother)\b",
        r"\b(?:language|languages) (?:do|does|did) (?:you|your family) (?:\w+ )?(?:speak|spoken) at home\b",
        r"\b(?:hold|have|got|carry) (?:a|an|any|which) (?:\w+ )?passport\b",
        r"\bwhat(?: is|'s) your mother tongue\b",
    ),
    "religion": (
        r"\byour (?:own )?(?:religion|church|mosque|synagogue|parish|religious \w+|sabbath)\b" + _NOT_DATA,
        r"\byour faith\b(?! in\b)",
        rf"\bare you (?:\w+ )?(?:a )?{_RELIGIONS}(?=\s*(?:[?.,;!]|$)| or\b| and\b)",
        r"\b(?:do|did|would|will|can) you (?:\w+ )?(?:pray|believe in god|fast during|attend (?:a )?(?:church"
        r"|mosque|synagogue)"
        r"|go to (?:church|mass|mosque|synagogue))\b",
        r"\byou (?:\w+ )?(?:observe|celebrate|keep) (?:\w+ ){0,2}"
        r"(?:sabbath|ramadan|eid|christmas|easter|hanukkah|diwali|religious \w+)\b",
        r"\breligious (?:holidays?|days|feasts) (?:do|would|will) you\b",
        r"\b(?:what|which) (?:religion|church|faith) (?:are|do|did) you\b",
        r"\byou (?:\w+ ){0,2}wear (?:a |an |your )?(?:headscarf|hijab|turban|veil|kippah?|yarmulke)\b",
    ),
    "health or disability": (
        r"\byour (?:own |general |physical |mental )?health\b" + _NOT_DATA,
        r"\byour (?:disabilit\w+|illness\w*|impairments?|medications?|medical \w+|diagnosis of|sick (?:days|leave)"
        r"|eyesight)\b" + _NOT_DATA,
        r"\bare you (?:\w+ )?(?:disabled|ill|sick|healthy|handicapped|in good health|hiv\b|deaf|depressed|a smoker"
        r"|able-bodied|(?:taking|on) (?:any )?medication)\b",
        r"\bdo you (?:\w+ )?(?:have|suffer from|live with) (?:\w+ ){0,3}(?:disabilit\w+|illness\w*|disease|impairments?"
        r"|medical|health (?:problems?|conditions?|issues?)|mental|depression|allerg\w+|handicap)\b",
        r"\bhave you (?:ever )?(?:had|been|suffered|received) (?:\w+ ){0,3}(?:ill|hospitali[sz]ed|depressed"
        r"|depression|burn-?out"
        r"|cancer|addicted|injured|psychiatr\w+|therapy|workers' compensation|operation on your)\b",
        r"\b(?:sick days|days) (?:\w+ ){0,3}(?:were you|have you been|did you take"
        r"|have you taken) (?:\w+ ){0,2}(?:ill|sick"
        r"|off sick|last year)\b",
        r"\bhow many sick days\b(?=[^.?!]*\byou\b(?! (?:predict|forecast|model|estimate"
        r"|expect)))(?=[^.?!]*\b(?:take|taken|took|had|have)\b)",
        r"\bdo you (?:\w+ )?smoke\b(?![ -]?test)|\bdo you drink alcohol\b|\bdo you (?:take"
        r"|use) (?:any )?(?:illegal )?drugs\b",
        r"\bhow (?:tall are you|much do you weigh)\b(?! (?:the|each|these|this|up))",
        r"\byou (?:\w+ ){0,4}(?:in a|use a|need a) wheelchair\b",
        r"\byou (?:\w+ ){0,2}(?:need|require) (?:any )?reasonable (?:adjustments?|accommodations?)\b",
        r"\bruns? in your family\b|\byour genetic \w+\b",
    ),
    "gender or orientation": (
        r"\byour (?:own )?(?:gender(?: identity)?|sex|sexuality|sexual \w+)\b" + _NOT_DATA,
        r"\bare you (?:\w+ )?(?:gay|lesbian|bisexual|transgender|trans|queer|non-binary|heterosexual|homosexual"
        r"|(?:a )?(?:man|woman|male|female))\b",
        r"\bare you straight(?=\s*(?:[?.,;!]|$)| or\b)",
        r"\bas an? (?:\w+ )?(?:woman|man|mother|mum|mom|father|dad|wife|husband|girl|lady)\b(?! (?:in the middle"
        r"|page))",
        rf"\b(?:with|for|under|to|by) (?:an? )?(?:female|male|woman) {_PEOPLE}\b",
        r"\b(?:reporting|report|working|work|answering) (?:to|for|under) a (?:woman|man)\b",
    ),
    "politics": (
        r"\byour (?:own )?(?:politics|political \w+|party membership)\b" + _NOT_DATA,
        r"\b(?:did|do) you (?:\w+ )?vote(?:d)?\b(?! (?:on|over|with|between|among)\b)",
        r"\b(?:what|which) (?:political )?party (?:do|did|are|would) you (?:\w+ )?(?:vote|support|prefer|belong|in"
        r"|a member)\b",
        r"\bwhom? (?:did|will|would) you vote for\b",
        r"\bpolitical (?:party|parties|views?|opinions?|affiliations?) (?:do|are|did|have) you\b",
        r"\b(?:do|are|have|were) you (?:\w+ ){0,4}(?:a |any )?political (?:party|organi[sz]ation|views|activit\w+)\b",
        r"\bare you (?:a )?(?:democrat|republican|conservative|liberal|socialist|communist|tory|left-wing|right-wing"
        r"|politically active)\b",
        r"\byou (?:think|feel) (?:of|about) (?:the )?(?:current )?(?:government|president|prime minister"
        r"|last election|abortion)\b",
    ),
    "union membership": (
        r"\b(?:are|were|have) you (?:\w+ ){0,3}(?:in|part of|member of|active in|belonged to|joined|represented by"
        r"|organi[sz]ed) "
        r"(?:a|an|any|the) (?:(?:trade|labou?r) )?union\b(?![ -](?:of|query|types?|find|all|select|with|in|and)\b)",
        r"\b(?:do|did|would|will) you (?:\w+ ){0,2}(?:belong to|support|join) (?:a|an|any|the) (?:trade "
        r"|labou?r )?union"
        r"(?=\s*(?:[?.,;!]|$)| (?:if|at|here|when)\b)",
        r"\byour (?:trade |labou?r )?union membership\b" + _NOT_DATA,
        r"\bare you (?:\w+ )?(?:a |an )?(?:trade |labou?r )?union member\b",
        r"\byou (?:\w+ ){0,4}(?:on|of|for|in|joined) (?:a|the|your) works council\b",
        r"\b(?:have|did|would) you (?:\w+ )?(?:go|gone|been|went) on strike\b",
    ),
    "military service": (
        r"\b(?:dis)?honou?rabl[ey] discharge[d]?\b",
        r"\byour (?:military |army )?discharge\b(?! (?:curve|rate|model))",
        r"\byour military \w+\b|\byour (?:national|conscript) service\b",
        r"\bdischarged from (?:the |your )?(?:army|military|navy|air force|service|armed forces|marines)\b(?=[^?]*\?)",
        r"\b(?:type|kind) of discharge (?:did|do|have) you\b",
        r"\b(?:have|did) you (?:\w+ )?(?:do|done|serve|served|finish|finished|complete|completed) (?:\w+ )?(?:in the )?"
        r"(?:military|army|navy|armed forces|national service|military service|conscription)\b",
        r"\bare you (?:\w+ )?a (?:veteran|reservist)\b(?! of (?!the (?:army|navy|military)))",
    ),
    "arrest or criminal record": (
        r"\byou (?:\w+ ){0,3}(?:arrested|convicted|jailed|imprisoned)\b",
        r"\byou (?:\w+ ){0,3}(?:in|to) (?:prison|jail)\b",
        r"\byou (?:\w+ ){0,3}charged with (?:a|an|any) (?:\w+ )?(?:crime|offen[cs]e|felony|misdemeanou?r)\b",
        r"\byour (?:criminal|arrest|police|court) (?:record|history|past|file|conviction)s?\b" + _NOT_DATA,
        r"\bdo you have (?:a|an|any) (?:criminal|arrest|police|unspent) (?:record|history|conviction)s?\b",
        r"\btrouble with the (?:law|police)\b(?=[^?]*\?)",
    ),
    "salary history": (
        r"\byour (?:current |present |last |previous |past |most recent |former |old |own |starting )?"
        r"(?:salary|wages?|payslips?|pay slips?|remuneration)\b(?! expect)" + _NOT_DATA,
        r"\byour (?:current|present|last|previous|past|most recent|former|old) (?:\w+ )?"
        r"(?:pay|compensation|income|earnings|bonus|package|base|total compensation)\b" + _NOT_DATA,
        r"\bwhat (?:salary|pay|wage|compensation|income) (?:do|did|are|were|have) you\b(?! (?:expect|expecting"
        r"|hop\w+ for|want))",
        r"\b(?:how much|what) (?:do|did|have) you (?:\w+ )?(?:earn|earned|get paid)\b(?! trust)",
        r"\bhow much (?:are|were) you (?:\w+ ){0,2}(?:paid|earning|making)\b",
        r"\bhow much (?:do|did) you (?:\w+ )?make(?=\s*(?:[?.,;!]|$)| (?:now|at|in your|in the last|per|a year"
        r"|a month|as a)\b)",
        r"\byour salary history\b",
    ),
}

_TITLES: Final = (
    r"(?:ph\.?\s?d|doctorate|mba|m\.?sc|b\.?sc|(?:bachelor|master)'?s?(?: degree)?|diploma"
    r"|(?:university|college) degree)"
)
_DEGREES: Final = (
    r"\b(?:what|which) (?:\w+ )?degrees? (?:do|did|have|are) you\b(?= (?:have|hold|get|got|earn|earned|finish|doing"
    r"|study\w*|complete))",
    r"\byou (?:\w+ ){0,2}(?:have|hold|earn|earned|finish|finished|complete|completed|get|got) (?:a |an |any |your "
    r"|which |what )"
    r"(?:[\w'-]+ ){0,2}?degrees?\b(?! (?:of\b|\d|polynomial|distribution|sequence))",
    rf"\byou (?:\w+ ){{0,2}}(?:have|hold|earn|earned|finish|finished|complete|completed|get|got|do) (?:a |an |any "
    rf"|your ){_TITLES}\b"
    r"(?! (?:node|branch|data|key|table))",
    r"\byour degrees?\b(?! (?:of|distribution|sequence|matrix|centrality))",
    r"\byour (?:ph\.?\s?d|doctorate|mba|m\.?sc|b\.?sc|diploma|dissertation|alma mater|bachelor'?s"
    r"|master'?s (?:degree|thesis))\b",
    r"\b(?:your|what|which|minimum|a high) (?:\w+ )?(?:gpa|grade point average|final grades?|class rank"
    r"|school grades)\b" + _NOT_DATA,
    r"\b(?:gpa|grade point average)\b(?= (?:did|do|have|was) (?:you|your))",
    r"\b(?:which|what) (?:\w+ )?(?:university|college|school|business school) (?:did|do|have) you (?:\w+ )?"
    r"(?:attend|go|study|studied|graduate|visit|come|get|finish)\b",
    r"\bwhere did you (?:\w+ )?(?:study|graduate|go to (?:university|college|school))(?=\s*(?:[?.,;!]|$)| (?:for"
    r"|and|before|from)\b)",
    r"\bwhat did you (?:study|major in|read)(?=\s*(?:[?!]|$)| (?:at|in) (?:university|college|school))",
    r"\bdid you (?:\w+ )?(?:graduate|go to (?:university|college)|attend (?:university|college)"
    r"|finish (?:university|college|school))\b",
    r"\byour (?:\w+ )?(?:university|college)\b(?! (?:client|customer|project|partner|team|data\w*|hospital|course"
    r"|library))",
    rf"\b(?:requires?|needs?|must have|expects?) (?:at least )?an? {_TITLES}\b",
)


@cache
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


def find_protected_grounds(text: str) -> list[tuple[str, str]]:
    """The protected grounds that a text asks the candidate about: (ground, the words that ask), in order of ground."""
    plain = _addressed(text)
    return [
        (ground, match.group().strip())
        for ground, patterns in sorted(_GROUNDS.items())
        if (match := _compiled(patterns).search(plain))
    ]


def find_degree_screen(text: str) -> str | None:
    """The words with which a text asks for a degree, a university or grades; None where it does not."""
    match = _compiled(_DEGREES).search(_addressed(text))
    return match.group().strip() if match else None


def _addressed(text: str) -> str:
    """Turn talk about the candidate into talk to them, and statements into the order of a question, so that
    "find out whether the candidate is married" meets the same pattern as "are you married".
    """
    plain = " ".join(text.casefold().replace("\u2019", "'").split())
    plain = re.sub(r"\byou're\b", "you are", plain)
    plain = re.sub(r"\byou've\b", "you have", plain)
    plain = re.sub(r"\b(?:the )?(?:candidate|applicant)'s\b", "your", plain)
    plain = re.sub(r"\b(?:is|was) (?:the )?(?:candidate|applicant)\b", "are you", plain)
    plain = re.sub(r"\b(?:does|did) (?:the )?(?:candidate|applicant)\b", "do you", plain)
    plain = re.sub(r"\bhas (?:the )?(?:candidate|applicant)\b", "have you", plain)
    plain = re.sub(r"\b(?:the )?(?:candidate|applicant) (?:is|was)\b", "are you", plain)
    plain = re.sub(r"\b(?:the )?(?:candidate|applicant) has (?=been|ever|had)", "have you ", plain)
    plain = re.sub(r"\b(?:the )?(?:candidate|applicant) has\b", "do you have", plain)
    plain = re.sub(r"\b(?:whether|if) you have (?=(?:a|an|any|kids|children)\b)", "do you have ", plain)
    return re.sub(
        r"(?<!\bdo )(?<!\bdid )\byou (are|were|have)\b"
        r"(?= (?:been|ever|a|an|married|pregnant|single|divorced|from|disabled|born)\b)",
        r"\1 you",
        plain,
    )
