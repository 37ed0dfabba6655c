/* Which language a text is in. The texts are our own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "text/language.h"

enum { SURE = 500000 };

static const struct {
    const char *code, *text;
} texts[] = {
    {"en", "The envoy said on Tuesday that talks would go on next week, and that both sides were ready to listen."},
    {"en", "Ambassador Ilse Varga rejects the claims; no proof has been shown, she told reporters in Geneva."},
    {"en", "We have time. We can get there quickly, if they want it as we do, and nobody has to lose by it."},
    {"de", "Die Botschafterin sagte am Dienstag, dass die Gespräche in der nächsten Woche fortgesetzt werden."},
    {"de", "Nach Angaben des Ministeriums ist die Lage an der Grenze ruhig, aber man rechnet mit neuen Forderungen."},
    {"fr", "L'ambassadrice a déclaré mardi que les pourparlers se poursuivraient la semaine prochaine à Genève."},
    {"fr", "Selon le ministère, la situation est calme à la frontière, mais les deux pays ne sont pas d'accord."},
    {"es", "La embajadora dijo el martes que las conversaciones continuarán la próxima semana en Ginebra."},
    {"es", "Según el ministerio, la situación en la frontera es tranquila, pero los dos países no están de acuerdo."},
    {"it",
     "L'ambasciatrice ha detto martedì che i colloqui continueranno la prossima settimana a Ginevra con il ministro."},
    {"it", "Secondo il ministero la situazione è calma, ma i due paesi non sono d'accordo su come andare avanti."},
    {"pt", "A embaixadora disse na terça-feira que as conversas vão continuar na próxima semana em Genebra."},
    {"pt", "Segundo o ministério, a situação na fronteira é calma, mas os dois países não estão de acordo."},
    {"ca",
     "L'ambaixadora va dir dimarts que les converses continuaran la setmana vinent amb els ministres dels dos països."},
    {"nl", "De ambassadeur zei dinsdag dat de gesprekken volgende week worden voortgezet in Genève met de minister."},
    {"nl", "Volgens het ministerie is de situatie aan de grens rustig, maar er zijn nog veel vragen over het plan."},
    {"sv", "Ambassadören sade på tisdagen att samtalen ska fortsätta nästa vecka och att båda sidor är redo för det."},
    {"da", "Ambassadøren sagde tirsdag, at samtalerne skal fortsætte i næste uge, og at begge sider er klar til det."},
    {"no", "Ambassadøren sa tirsdag at samtalene skal fortsette neste uke, og at begge sider nå er klare til å lytte."},
    {"fi",
     "Suurlähettiläs sanoi tiistaina, että neuvottelut jatkuvat ensi viikolla, mutta hän ei kertonut missä ne ovat."},
    {"et", "Suursaadik ütles teisipäeval, et läbirääkimised jätkuvad järgmisel nädalal, aga ta ei öelnud, kus see on."},
    {"lv",
     "Vēstniece otrdien sacīja, ka sarunas turpināsies nākamnedēļ un ka abas puses ir gatavas, bet laika nav daudz."},
    {"lt", "Ambasadorė antradienį sakė, kad derybos bus tęsiamos kitą savaitę ir kad abi pusės yra pasirengusios, bet "
           "ne visos."},
    {"pl", "Ambasador powiedziała we wtorek, że rozmowy będą kontynuowane w przyszłym tygodniu i że nie ma przeszkód."},
    {"pl", "Według ministerstwa sytuacja na granicy jest spokojna, ale oba kraje nie są zgodne co do planu."},
    {"cs",
     "Velvyslankyně v úterý řekla, že jednání budou pokračovat příští týden a že obě strany jsou na to připraveny."},
    {"sk", "Veľvyslankyňa v utorok povedala, že rokovania budú pokračovať budúci týždeň a že obe strany sú na to "
           "pripravené."},
    {"sl", "Veleposlanica je v torek dejala, da se bodo pogovori nadaljevali prihodnji teden in da sta obe strani "
           "pripravljeni."},
    {"hr",
     "Veleposlanica je u utorak rekla da će se razgovori nastaviti sljedeći tjedan i da su obje strane spremne za to."},
    {"ro",
     "Ambasadoarea a declarat marți că discuțiile vor continua săptămâna viitoare și că ambele părți sunt pregătite."},
    {"hu",
     "A nagykövet kedden azt mondta, hogy a tárgyalások a jövő héten folytatódnak, és hogy mindkét fél kész erre."},
    {"tr", "Büyükelçi salı günü yaptığı açıklamada görüşmelerin gelecek hafta devam edeceğini ve iki tarafın da hazır "
           "olduğunu söyledi."},
    {"az",
     "Səfir çərşənbə axşamı bildirib ki, danışıqlar gələn həftə davam edəcək və hər iki tərəf bunun üçün hazır olub."},
    {"sq", "Ambasadorja tha të martën se bisedimet do të vazhdojnë javën e ardhshme dhe se të dyja palët janë gati për "
           "këtë."},
    {"id", "Duta besar mengatakan pada hari Selasa bahwa pembicaraan akan dilanjutkan minggu depan dan kedua pihak "
           "sudah siap."},
    {"vi", "Đại sứ cho biết hôm thứ Ba rằng các cuộc đàm phán sẽ tiếp tục trong tuần tới và hai bên đã sẵn sàng cho "
           "việc này."},
    {"ru",
     "Посол заявила во вторник, что переговоры продолжатся на следующей неделе и что обе стороны к этому готовы."},
    {"ru",
     "По данным министерства, обстановка на границе спокойная, но страны не договорились о том, как быть дальше."},
    {"uk",
     "Посол заявила у вівторок, що переговори продовжаться наступного тижня і що обидві сторони до цього готові."},
    {"uk", "За даними міністерства, ситуація на кордоні спокійна, але країни не домовилися про те, як бути далі."},
    {"be", "Пасол заявіла ў аўторак, што перамовы працягнуцца на наступным тыдні і што абодва бакі да гэтага гатовыя."},
    {"bg", "Посланикът каза във вторник, че разговорите ще продължат следващата седмица и че двете страни са готови за "
           "това."},
    {"sr",
     "Амбасадорка је у уторак рекла да ће се разговори наставити следеће недеље и да су обе стране спремне за то."},
    {"mk", "Амбасадорката во вторникот рече дека разговорите ќе продолжат следната недела и дека двете страни се "
           "подготвени."},
    {"kk",
     "Елші сейсенбіде келіссөздер келесі аптада жалғасады деп мәлімдеді және бұл туралы екі тарап та дайын болды."},
    {"ar", "قالت السفيرة يوم الثلاثاء إن المحادثات ستستمر في الأسبوع المقبل وأن الجانبين على استعداد لذلك في جنيف."},
    /* clang-format finds no end to breaking a right-to-left line */
    /* clang-format off */
    {"fa", "سفیر روز سه‌شنبه گفت که گفتگوها در هفته آینده ادامه خواهد یافت و هر دو طرف برای این کار آماده هستند."},
    /* clang-format on */
    {"ur", "سفیر نے منگل کو کہا کہ مذاکرات اگلے ہفتے جاری رہیں گے اور دونوں فریق اس کے لیے تیار ہیں۔"},
    {"he", "השגרירה אמרה ביום שלישי כי השיחות יימשכו בשבוע הבא ושני הצדדים מוכנים לכך."},
    {"el", "Η πρέσβης δήλωσε την Τρίτη ότι οι συνομιλίες θα συνεχιστούν την επόμενη εβδομάδα."},
    {"hi", "राजदूत ने मंगलवार को कहा कि बातचीत अगले सप्ताह जारी रहेगी और दोनों पक्ष इसके लिए तैयार हैं।"},
    {"zh", "大使星期二表示，双方将于下周继续在日内瓦举行会谈。"},
    {"ja", "大使は火曜日、来週も協議を続けると述べ、双方にその用意があると語った。"},
    {"ko", "대사는 화요일에 다음 주에도 회담이 계속될 것이며 양측 모두 준비되어 있다고 말했다."},
    {"ka", "ელჩმა სამშაბათს განაცხადა, რომ მოლაპარაკებები მომავალ კვირას გაგრძელდება."},
    {"hy", "Դեսպանը երեքշաբթի օրը հայտարարեց, որ բանակցությունները կշարունակվեն հաջորդ շաբաթ։"},
    {"th", "เอกอัครราชทูตกล่าวเมื่อวันอังคารว่าการเจรจาจะดำเนินต่อไปในสัปดาห์หน้า"},
};

static void is_language(const char *text, const char *code)
{
    int32_t confidence;
    stance_view got = stance_language_of(stance_view_of(text), &confidence);
    if (!stance_view_is(got, code) || confidence < SURE)
        fail_msg("%s (%d), not %s: %s", got.data ? got.data : "none", (int)confidence, code, text);
}

static void told(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) is_language(texts[i].text, texts[i].code);
}

/* A text without end is known as its beginning is; and a foreign quotation makes nobody a foreigner. */
static void long_and_mixed(void **state)
{
    (void)state;
    enum { N = 100000 };
    char *text = malloc(N + 1);
    assert_non_null(text);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t n = strlen(texts[i].text), at = 0;
        for (; at + n + 1 < N; at += n + 1) {
            memcpy(text + at, texts[i].text, n);
            text[at + n] = ' ';
        }
        text[at] = '\0';
        is_language(text, texts[i].code);
    }
    free(text);
    is_language(
        "The envoy quoted a saying, \"что было, то было\", and added that the talks would go on in the spring, when "
        "both of the ministers were to be back from their journeys.",
        "en");
    is_language("THE ENVOY SAID ON TUESDAY THAT THE TALKS WOULD GO ON AND THAT BOTH SIDES WERE READY.", "en");
}

/* Too little to tell by, or nothing that is a language. */
static void open_texts(void **state)
{
    (void)state;
    static const char *const none[] = {"",
                                       " \n",
                                       "Geneva",
                                       "Ilse Varga, Ada Lem",
                                       "12.07.2021 | 11:47",
                                       "the",
                                       "xq zzkw prrt vvnm qqpl wxyz jjkl mmnp "
                                       "bbvc ttrw ggfh kkjl zzxc vvbn",
                                       "...",
                                       "\xFF\xFE\xFD",
                                       "Иванов",
                                       "Varga Lem Okoro Brandt Sorel Quint Tarr Ebbe Falk "
                                       "Holm Iker Jost Kern Lund",
                                       "中文"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        int32_t confidence;
        stance_view got = stance_language_of(stance_view_of(none[i]), &confidence);
        if (got.len && confidence >= SURE) fail_msg("%.*s (%d): %s", (int)got.len, got.data, (int)confidence, none[i]);
    }
    int32_t confidence;
    assert_int_equal(stance_language_of((stance_view){NULL, 0}, &confidence).len, 0);
    assert_int_equal(confidence, 0);
}

static void small_words(void **state)
{
    (void)state;
    assert_true(stance_is_small_word("en", stance_view_of("the")));
    assert_true(stance_is_small_word("en", stance_view_of("new"))); /* the last of the list */
    assert_false(stance_is_small_word("en", stance_view_of("th")));
    assert_false(stance_is_small_word("en", stance_view_of("der")));
    assert_true(stance_is_small_word("de", stance_view_of("der")));
    assert_false(stance_is_small_word("xx", stance_view_of("the")));
    assert_false(stance_is_small_word("en", stance_view_of("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(told),
        cmocka_unit_test(small_words),
        cmocka_unit_test(long_and_mixed),
        cmocka_unit_test(open_texts),
    };
    return cmocka_run_group_tests_name("language", tests, NULL, NULL);
}
