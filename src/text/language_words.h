/* The commonest small words of each language, lower case, as they stand between blanks and apostrophes. A word that
   several languages share counts the less for each. Included by language.c only. */
#ifndef STANCE_TEXT_LANGUAGE_WORDS_H
#define STANCE_TEXT_LANGUAGE_WORDS_H

typedef enum stance_script {
    STANCE_SCRIPT_OTHER,
    STANCE_SCRIPT_LATIN,
    STANCE_SCRIPT_CYRILLIC,
    STANCE_SCRIPT_ARABIC,
    STANCE_SCRIPT_DEVANAGARI,
    STANCE_SCRIPT_HAN,
    STANCE_SCRIPT_KANA,
    STANCE_SCRIPT_HANGUL,
    STANCE_SCRIPT_HEBREW,
    STANCE_SCRIPT_GREEK,
    STANCE_SCRIPT_GEORGIAN,
    STANCE_SCRIPT_ARMENIAN,
    STANCE_SCRIPT_THAI,
    STANCE_SCRIPT_BENGALI,
    STANCE_SCRIPT_TAMIL,
    STANCE_SCRIPTS
} stance_script;

static const struct stance_language_words {
    const char *code;
    stance_script script;
    const char *words;
} stance_languages[] = {
    {"en", STANCE_SCRIPT_LATIN,
     "the of and to in that is for on with was said as by it at from be are has have he his not this an will which "
     "their we they but or would been also our were its who had you between after about there could should more than "
     "i my your she her what when can do if all into over out up no so new"},
    {"de", STANCE_SCRIPT_LATIN,
     "der die das und in den von zu mit ist auf für im sich des dem nicht ein eine als auch es an werden aus er hat "
     "dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis "
     "mehr "
     "durch man wir ich sein wurde sei gegen vom kann habe unter zwischen"},
    {"fr", STANCE_SCRIPT_LATIN,
     "le la les de des du et en un une que qui est dans pour par sur pas au aux avec ce il elle se son sa ses plus ne "
     "ont été nous vous sont cette mais ou leur comme a déclaré entre aussi l d qu n c s ces on je être fait avait ils "
     "était selon après même sans"},
    {"es", STANCE_SCRIPT_LATIN,
     "el la los las de del y en un una que es por para con no se su al lo como más sus le ha pero este esta entre fue "
     "son también sobre ya o sin han desde cuando hay muy está todo según había ser dijo estados nos ante contra "
     "durante era e porque estos donde"},
    {"it", STANCE_SCRIPT_LATIN,
     "il la le lo gli i di del della dei delle e in un una che è per con non si da dal dalla al alla sono su come "
     "anche "
     "più ha ma nel nella hanno questo questa o tra suo sua se stato essere ai alle ci dell all l loro noi sulla degli "
     "nell fra ancora dopo contro"},
    {"pt", STANCE_SCRIPT_LATIN,
     "o a os as de do da dos das e em um uma que é por para com não se no na nos nas ao à como mais seu sua foi são ou "
     "mas pelo pela também já entre ser está tem disse sobre este esta até isso ele ela seus suas há muito quando "
     "eles foram às aos"},
    {"ca", STANCE_SCRIPT_LATIN,
     "el la els les de del i en un una que és per amb no es al com més seva seu ha però aquest aquesta entre va són "
     "també sobre ja o sense han des quan hi molt està segons havia ser dels als pel perquè ens ho d l"},
    {"nl", STANCE_SCRIPT_LATIN,
     "de het een en van in is dat op te zijn met voor niet aan er die om ook als bij door maar uit naar heeft hij over "
     "ze wordt nog tot of worden wij meer deze hebben dan zou kan geen was werd we tegen volgens tussen zei dit hun"},
    {"sv", STANCE_SCRIPT_LATIN,
     "och i att det som en på är av för med den till inte om ett har de från men var han vi så kan sig efter eller när "
     "under också man skulle nu mellan ska mot vid hade blir mer än sin säger enligt detta sina dem bara över"},
    {"da", STANCE_SCRIPT_LATIN,
     "og i at det som en på er af for med den til ikke om et har de fra men var han vi så kan sig efter eller når også "
     "man skulle nu mellem skal mod ved havde bliver mere end sin siger ifølge dette blev hvor over kun været sagde "
     "uge hvad nogle sagt"},
    {"no", STANCE_SCRIPT_LATIN,
     "og i at det som en på er av for med den til ikke om et har de fra men var han vi så kan seg etter eller når også "
     "man skulle nå mellom skal mot ved hadde blir mer enn sin sier ifølge dette ble hvor over bare vært sa uke hva "
     "noen sagt"},
    {"fi", STANCE_SCRIPT_LATIN,
     "ja on ei se että oli hän mutta ovat myös kun tai joka jos ole niin sen kuin hänen mukaan tämä vain ne sekä voi "
     "nyt olla jo me ollut oman tämän he jotka vielä siitä sitä jälkeen ennen kanssa sanoi mitä siis kuitenkin minä"},
    {"et", STANCE_SCRIPT_LATIN,
     "ja on ei et see oli ta aga ka kui või mis kes siis nii selle ning oma ütles pole mida veel seda olla vaid meie "
     "nad kas juba pärast ma eesti väga võib sel ka mitte nende tema mille kuid sest"},
    {"lv", STANCE_SCRIPT_LATIN,
     "un ir ar no par ka uz lai kas bet arī nav tas gan pie vai pēc šo kā tika viņš to pret ne jau bija būs ja tā šī "
     "starp savu tiek tikai līdz es mēs"},
    {"lt", STANCE_SCRIPT_LATIN,
     "ir kad į yra su iš bet o kaip ne tai po dėl nuo jis apie už ar buvo jau savo dar bus pat prie tik tačiau taip "
     "kurie kuris sakė mes jų jo būti iki"},
    {"pl", STANCE_SCRIPT_LATIN,
     "i w na z się nie do to że jest o od za przez po jak dla ale co tym ich tego być przy czy już tylko są może "
     "został oraz jego który która które a był było powiedział także przed tej pod ze we bez więc nad jako między "
     "według będzie"},
    {"cs", STANCE_SCRIPT_LATIN,
     "a v se na je že s z o do i to ve by za pro jako jsou byl který která které také podle po není však jeho nebo k "
     "od při aby už řekl mezi jejich tím bylo ze svůj bude než před který jen tak což"},
    {"sk", STANCE_SCRIPT_LATIN,
     "a v sa na je že s z o do aj to vo by za pre ako sú bol ktorý ktorá ktoré tiež podľa po nie však jeho alebo k od "
     "pri aby už povedal medzi ich tým bolo zo svoj bude než pred len tak čo"},
    {"sl", STANCE_SCRIPT_LATIN,
     "in v je se na da so za z ki s pa ne o bi po tudi kot je ni bo bil pri iz ter še do med ali bila lahko ob od če "
     "tem ga že to njegov dejal smo niso"},
    {"hr", STANCE_SCRIPT_LATIN,
     "i u je se na da su za s od koji koja koje o kao ne iz bi će to ali nije bio do što po te sa ili prema samo rekao "
     "smo kako ako može već tako bila biti svoje nego oko između kazao još koju"},
    {"ro", STANCE_SCRIPT_LATIN,
     "de și în a la cu că pe nu o din un al este care se pentru ce mai au fost fi sa lui prin sunt dar sau după ca "
     "ale despre această acest între cel cea foarte fără spus cum când astfel era iar unei lor"},
    {"hu", STANCE_SCRIPT_LATIN,
     "a az és hogy nem is egy ez meg csak de volt el már mint ha vagy szerint még azt amely ki után akkor kell van "
     "között mondta lesz pedig minden ezt sem olyan lehet nagy be aki ami ezek több saját által ellen"},
    {"tr", STANCE_SCRIPT_LATIN,
     "ve bir bu için ile de da olarak olan daha çok gibi en sonra kadar ne ise ya ancak her dedi göre tarafından "
     "olduğunu değil var ki olduğu o yeni önce karşı arasında üzerinde iki büyük ifade etti biz"},
    {"az", STANCE_SCRIPT_LATIN,
     "və bir bu üçün ilə də da olan daha çox kimi ən sonra qədər isə hər görə tərəfindən deyil var ki olduğunu "
     "bildirib "
     "edib azərbaycan onun o yeni əvvəl qarşı arasında iki böyük biz olub"},
    {"sq", STANCE_SCRIPT_LATIN,
     "dhe të në e i për që me nga është një se do ka u si më nuk janë kjo këtë por tha ai ishte edhe ky pas mes kanë "
     "duke mund deri ose tij ajo tyre"},
    {"id", STANCE_SCRIPT_LATIN,
     "yang dan di untuk dengan dari ini pada tidak dalam itu akan oleh ke adalah bahwa juga kata telah sebagai lebih "
     "ada mereka kami bisa atau saat antara kepada tersebut negara kita dia menjadi sudah karena"},
    {"vi", STANCE_SCRIPT_LATIN,
     "và của là có không được trong cho với các một những đã này để người từ khi đến về tại sẽ ông cũng ra vào nước "
     "theo như trên nhiều hai sau"},
    {"ru", STANCE_SCRIPT_CYRILLIC,
     "и в не на что с по к как это он из его для о от но за а у до мы бы же все также то так был она они были может "
     "было при если которые который этого сказал будет или нет между после уже только во со мы есть её их отметил "
     "заявил быть"},
    {"uk", STANCE_SCRIPT_CYRILLIC,
     "і в не на що з до як це він та його для про від але за у є ми й щоб ж також було так був вона вони були може при "
     "якщо які який сказав буде або між після вже тільки їх зі бути із цього має через під над"},
    {"be", STANCE_SCRIPT_CYRILLIC,
     "і ў не на што з да як гэта ён яго для пра ад але за у ёсць мы каб жа таксама было так быў яна яны былі можа пры "
     "калі якія які сказаў будзе або паміж пасля ўжо толькі іх са быць гэтага мае праз"},
    {"bg", STANCE_SCRIPT_CYRILLIC,
     "и в не на че с по да как това той от за се са но е ще към ние бе като също така беше тя те били може при ако "
     "които който каза или между след вече само им във със има него си ни те му му бъде"},
    {"sr", STANCE_SCRIPT_CYRILLIC,
     "и у је се на да су за с од који која које о као не из би ће то али није био до што по те са или према само рекао "
     "смо како ако може већ тако била бити своје него око између казао још"},
    {"mk", STANCE_SCRIPT_CYRILLIC,
     "и во не на дека со по да како тоа тој од за се но е ќе кон ние беше исто така таа тие биле може при ако кои кој "
     "рече или меѓу веќе само ги го има сè ѝ си"},
    {"kk", STANCE_SCRIPT_CYRILLIC,
     "және мен бұл бір үшін деп осы да де болып еді бар ол сол туралы қазақстан жоқ өз кейін екі бойынша арқылы болды "
     "дейін жаңа ең оның біз"},
    {"ar", STANCE_SCRIPT_ARABIC,
     "في من على إلى أن التي عن الذي هذا مع هذه ما لا بين كان أو بعد قال كما إن لم ذلك وقال كل وفي قد وأن خلال ولا أي "
     "حول غير عند منذ أكثر ضد حتى لكن هو هي كانت يوم الى ان"},
    {"fa", STANCE_SCRIPT_ARABIC,
     "و در به از که این را با است برای آن بر تا یک خود هم شده می شد کرد نیز ما او باید گفت آنها کند بود دو هر بین اما "
     "اگر پس کرده های وی ها دارد نیست"},
    {"ur", STANCE_SCRIPT_ARABIC,
     "کے کی میں ہے کا اور سے کو نے پر کہ اس یہ ہیں ان بھی نہیں تھا کر ہو لیے جو گا ایک وہ گیا کہا تک ساتھ تو"},
    {"hi", STANCE_SCRIPT_DEVANAGARI,
     "के में की है और से का को ने पर कि यह इस हैं भी नहीं था कर हो लिए जो एक वह ने गया कहा तक साथ तो उन्होंने हम"},
    {"zh", STANCE_SCRIPT_HAN, ""},
    {"ja", STANCE_SCRIPT_KANA, ""},
    {"ko", STANCE_SCRIPT_HANGUL, ""},
    {"he", STANCE_SCRIPT_HEBREW, ""},
    {"el", STANCE_SCRIPT_GREEK, ""},
    {"ka", STANCE_SCRIPT_GEORGIAN, ""},
    {"hy", STANCE_SCRIPT_ARMENIAN, ""},
    {"th", STANCE_SCRIPT_THAI, ""},
    {"bn", STANCE_SCRIPT_BENGALI, ""},
    {"ta", STANCE_SCRIPT_TAMIL, ""},
};

#endif
