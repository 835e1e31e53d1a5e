"""Words that carry little meaning of their own, left out when wordings are compared."""

ENGLISH = frozenset(
    """
    a about above after again against all also am an and any are aren't as at be because been before being below
    between both but by can can't cannot could couldn't did didn't do does doesn't doing don't down during each
    either every few for from further get gets getting go going got had hadn't has hasn't have haven't having he
    he's her here hers herself him himself his how i i'd i'll i'm i've if in into is isn't it it's its itself
    just let let's like made make makes making many may me might more most much must my myself neither no nor
    not of off on once one only onto or other our ours ourselves out over own same shall she she's should
    shouldn't so some such than that that's the their theirs them themselves then there there's these they
    they'd they'll they're they've this those through to too under until up upon us very was wasn't we we'd
    we'll we're we've were weren't what when where which while who whom whose why will with within without won't
    would wouldn't yet you you'd you'll you're you've your yours yourself yourselves
    """.split()  # noqa: SIM905 # a hundred quotation marks read worse
)

WELSH = frozenset(
    """
    a ac ag ai allan am ambell ar arall arnom at atom bawb beth bob bod bu bydd byddai byddwn byw chi cyn da dan
    dim dros drwy dy dyma dyna e ef ei eich ein er eraill eu ewch fe fel felly fi fod fy fydd fyddai ga gael
    gall gallu gan gen ger gwneud gyda gydag heb hefyd hi hon hwn hwnnw hyn hynny i iawn ie in llawer lle mae
    maen mai mewn mi mwy mwyn na nac nad naill nawr neb nes neu nhw ni nid o oddi oedd oedden oes ond os pa pam
    pan pawb pe pob pryd rhag rhai rhaid rhwng roedd rydym sef si sut sy sydd taw tra trwy tu tua un unrhyw wedi
    wedyn wrth y ychydig ydi ydy ydym ym yma yn yna yno yr yw
    """.split()  # noqa: SIM905 # a hundred quotation marks read worse
)
