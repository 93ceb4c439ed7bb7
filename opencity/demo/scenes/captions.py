"""What is on each picture, as an editor would say it: for people who hear the page instead of seeing it.

Only what every seed and both angles show is named; left and right are not, for a place may be mirrored.
"""

from __future__ import annotations

from .view import MOMENTS, Moment

# Before, during, after.
UK: dict[str, tuple[str, str, str]] = {
    "tree_dangerous": (
        "Суха розколота верба нахилилася через двір, відламана гілка висить над дитячою гойдалкою.",
        "Робітник на драбині підпилює суху вербу, гойдалку обнесли сигнальною стрічкою.",
        "На місці сухої верби лишився низький пень, дитина гойдається на гойдалці.",
    ),
    "tree_fallen": (
        "Повалене дерево з вивернутим корінням лежить упоперек тротуару, перехожий обходить його проїжджою частиною.",
        "Робітник розпилює повалений стовбур на колоди, тротуар позначено конусами.",
        "Тротуар вільний: жінка везе дитячий візок повз молоде деревце, підв’язане до кілка.",
    ),
    "branches": (
        "Розлога крона торкається дротів, гілки звисають так низько, що перехожий пригинається.",
        "Робітник у люльці автопідіймача обрізає гілки біля дротів, зрізане складено купою.",
        "Крону обрізано: до дротів є відстань, під деревом вільний прохід і лавка.",
    ),
    "planting": (
        "Занедбана клумба у дворі: земля потріскалася, ростуть бур’яни, валяються пляшка й папір.",
        "Сусіди з лопатою і квітами працюють на скопаній клумбі, перше деревце вже стоїть.",
        "На клумбі цвітуть квіти, над ними три молоді дерева з кілками.",
    ),
    "water_leak": (
        "Вода фонтаном б’є з розлому в асфальті й розливається на всю дорогу до тротуару.",
        "Двоє робітників біля розкопаної труби, на ній нова муфта, довкола огорожа.",
        "Дорога суха: розкоп закрито свіжою прямокутною латкою асфальту.",
    ),
    "sewer": (
        "Із люка на дорогу витікають стоки, кришку зсунуто, брудна калюжа займає смугу.",
        "Асенізаційна машина відкачує колодязь через шланг, поруч робітник і огорожа.",
        "Дорога чиста, кришка каналізаційного люка щільно лежить на місці.",
    ),
    "no_water": (
        "Черга з порожніми каністрами біля вуличної колонки, з якої не тече вода.",
        "Люди набирають воду в каністри з жовтої цистерни, колонка поруч стоїть суха.",
        "З колонки тече вода, людина підставила каністру, ще одна несе повну.",
    ),
    "water_point": (
        "Пункт видачі води зачинено: чотири крани перекреслено, люди йдуть із порожніми каністрами.",
        "Робітник лагодить труби за знятою панеллю пункту видачі води.",
        "Пункт видачі води працює: з усіх чотирьох кранів вода тече в каністри.",
    ),
    "hatch_open": (
        "Відкритий люк посеред дороги, з нього стирчить гілка зі смугастою стрічкою.",
        "Двоє робітників біля відкритого люка, поруч лежить нова кришка, довкола конуси.",
        "Люк на дорозі закрито новою суцільною кришкою врівень з асфальтом.",
    ),
    "hatch_broken": (
        "Розбита кришка люка на тротуарі: половини немає, з дірки стирчить дошка з червоною ганчіркою.",
        "Робітник готує люк під нову кришку, вона лежить поруч, тротуар перегороджено.",
        "На тротуарі ціла кришка люка, повз неї йде жінка з дитиною.",
    ),
    "heat_none": (
        "Зима, у будинку темні вікна: з пошкодженої теплотраси б’є пара й капає вода на сніг.",
        "Двоє робітників зварюють пошкоджену ділянку теплотраси перед будинком, поруч аварійна машина.",
        "Теплотрасу вкрито новою ізоляцією, у вікнах будинку світло.",
    ),
    "lift": (
        "Погнуті двері ліфта розійшлися над темною шахтою, їх затягнуто стрічкою; поруч мама з візком і сходи.",
        "Майстер працює біля відкритої шахти ліфта, вхід перегороджено, інструмент на підлозі.",
        "Двері ліфта відчинено, кабіна освітлена, мама виїжджає з візком.",
    ),
    "roof_leak": (
        "Вода капає з великої бурої плями на стелі у відро й таз посеред кімнати.",
        "Робітник на драбині зачищає пляму на стелі, диван накрито плівкою.",
        "Стеля в кімнаті біла й суха, під лампою килим, тазів більше немає.",
    ),
    "entrance": (
        "Зношений під’їзд: двері перекошені, козирок тріснув, зі стін обсипався тиньк до цегли.",
        "Робітники з риштувань фарбують стіну під’їзду, нижче ще видно голу цеглу.",
        "Відновлений під’їзд: рівна стіна, нові двері, лампа, поручні та клумби.",
    ),
    "playground": (
        "Зламана гойдалка: одне сидіння висить на одному ланцюгу, другого немає; на гірці дірка.",
        "Сусіди фарбують раму гойдалки й ладнають сидіння, майданчик відгороджено стрічкою.",
        "Пофарбована гойдалка з двома цілими сидіннями, на одному гойдається дитина.",
    ),
    "bench": (
        "Лавка розламана навпіл, дошки стирчать, поруч стоїть літня жінка з паличкою.",
        "Двоє сусідів прикручують нові дошки до опор лавки, поруч матеріал та інструмент.",
        "Нова жовта лавка у дворі, на ній сидить людина.",
    ),
    "stop": (
        "У даху зупинки пролам, крізь нього тече вода, лавку зламано, під нею калюжа.",
        "Робітник на драбині ставить новий дах зупинки, сусіди фарбують лавку й підносять дошки.",
        "Зупинка з цілим дахом, новою лавкою і розкладом, люди чекають на автобус.",
    ),
    "dump": (
        "Стихійне звалище на піщаному березі: чорні мішки, шина, стара техніка, пляшки.",
        "Люди збирають сміття на березі й носять мішки до вантажівки.",
        "Чистий берег: людина сидить на лавці біля води, поруч табличка.",
    ),
    "bins_full": (
        "Три переповнені контейнери з відкритими кришками, довкола мішки, папір і викинутий диван.",
        "Сміттєвоз забирає контейнер, робітники прибирають майданчик.",
        "Три закриті контейнери за дерев’яною огорожею, майданчик чистий.",
    ),
    "sorting": (
        "Один бак для всього: з нього стирчать пляшки, поруч на землі скло, картон і пластик.",
        "Робітники ставлять контейнери для сортування: жовтий і синій уже стоять, зелений заносять.",
        "Чотири контейнери зі знаками: пластик, папір, скло, решта; людина кидає пляшку в жовтий.",
    ),
    "pothole": (
        "Глибока вибоїна з водою на дорозі, машина об’їжджає її краєм.",
        "Дорожники з катком кладуть асфальт на вирізану ділянку, довкола конуси.",
        "На місці вибоїни рівна свіжа латка, дорогою їде машина.",
    ),
    "sidewalk": (
        "Плити тротуару розійшлися й стали боком, між ними бур’ян і калюжа, візок застрягає.",
        "Робітники викладають нову плитку на піщану основу, частину тротуару вже закінчено.",
        "Рівний плитковий тротуар із жовтою тактильною смугою, ним їде дитячий візок.",
    ),
    "sign": (
        "Знак переходу зігнуто, світлофор не світиться, дорослий з дитиною чекають край дороги.",
        "Робітник на драбині лагодить світлофор, другий закріплює вирівняний знак.",
        "Світлофор показує зелене, знак стоїть рівно, дорослий з дитиною переходять дорогу.",
    ),
    "lamp": (
        "Вечірня вулиця: ліхтар не світить, людина йде в темряві з ліхтариком.",
        "Електрик у люльці автопідіймача лагодить ліхтар над темною вулицею.",
        "Ліхтар світить на доріжку, нею спокійно йдуть жінка з дитиною.",
    ),
    "ramp": (
        "Людина на кріслі колісному не може заїхати: до дверей ведуть лише сходи з відбитим краєм.",
        "Двоє робітників будують пандус біля сходів, двір відгороджено стрічкою.",
        "Людина на кріслі колісному піднімається до дверей пандусом із жовтими поручнями.",
    ),
    "shelter": (
        "Двері укриття замкнено на ланцюг із замком, перед ними мама з дитиною та літня жінка.",
        "Двері укриття відчинено, робітники лагодять світло й завіси.",
        "Укриття відчинене й освітлене, усередині лава; до нього йдуть мама з дитиною.",
    ),
    "damage": (
        "Будинок після обстрілу: частина вікон розбита, решту забито фанерою, на стіні сліди уламків.",
        "Робітники на риштуваннях ставлять нові вікна замість фанери.",
        "У будинку всі вікна цілі, стіну відновлено, перед ним посаджено дерева й квіти.",
    ),
    "stray_dogs": (
        "Зграя з чотирьох бродячих собак на доріжці двору, жінка з дитиною зупинилися.",
        "Волонтер тримає собаку на повідку біля машини з кліткою.",
        "Двором спокійно йде людина, поруч на повідку собака з жовтою кліпсою у вусі.",
    ),
    "kiosk": (
        "Кіоск і ящики з овочами зайняли тротуар, перехожий обходить їх дорогою.",
        "Автокран знімає кіоск із тротуару, робітник показує, куди ставити.",
        "Тротуар вільний, на місці кіоска свіжа плитка, ідуть люди з візком.",
    ),
    "memorial": (
        "Занедбаний пам’ятник: стела тріснула, дошка відпала й лежить на сходах, росте бур’ян.",
        "Люди миють стелу з драбини й прибирають довкола, бронзова дошка чекає поруч.",
        "Чиста стела з бронзовою дошкою, біля підніжжя квіти, стоять літня жінка й дитина.",
    ),
    "idea": (
        "Порожня ділянка між будинками: витоптана стежка, бур’ян, уламки бетону, стара огорожа.",
        "Сусіди саджають дерева, копають і складають першу лавку на ділянці.",
        "Невеликий сквер: дві лавки, молоді дерева, квіти, ліхтар, люди на доріжці.",
    ),
    "crossing": (
        "Розмітка переходу майже стерлася, жінка з дитиною чекають, до переходу під’їжджає машина.",
        "Робітник наносить нові білі смуги переходу, смугу руху позначено конусами.",
        "Чіткий білий перехід зі знаком, жінка з дитиною йдуть ним, машина чекає.",
    ),
    "receipt": (
        "Чек із магазину лежить на столі, поруч мішок і відро фарби.",
        "Чек із магазину на столі, поруч ручка, мішок і відро фарби.",
        "Чек із печаткою на столі, поруч ручка, мішок і відро фарби.",
    ),
}
EN: dict[str, tuple[str, str, str]] = {
    "tree_dangerous": (
        "A dry, split willow leans across the yard; a broken limb hangs above the children’s swings.",
        "A worker on a ladder cuts back the dry willow; the swings are taped off.",
        "Only a low stump is left of the dry willow, and a child is on the swing.",
    ),
    "tree_fallen": (
        "An uprooted tree lies across the pavement; somebody walks round it in the road.",
        "A worker saws the fallen trunk into logs; cones mark the pavement.",
        "The pavement is clear: a woman pushes a pram past a young tree tied to its stake.",
    ),
    "branches": (
        "A wide crown touches the wires, and its branches hang so low that a passer-by bends down.",
        "A worker in a lift basket cuts branches near the wires; the cuttings lie in a heap.",
        "The crown is trimmed well below the wires; under the tree there is a free way and a bench.",
    ),
    "planting": (
        "A neglected bed in a yard: cracked earth, weeds, a bottle and paper.",
        "Neighbours with a spade and flowers work on the dug bed; the first young tree is in.",
        "Flowers bloom in the bed under three young staked trees.",
    ),
    "water_leak": (
        "Water shoots up from a break in the asphalt and floods the road up to the pavement.",
        "Two workers at an opened pipe with a new coupling, barriers around them.",
        "The road is dry: a fresh rectangular patch of asphalt covers the trench.",
    ),
    "sewer": (
        "Sewage wells out of a manhole onto the road; the cover is pushed aside and a dirty pool fills the lane.",
        "A vacuum lorry pumps out the manhole through a hose, a worker and a barrier beside it.",
        "The road is clean and the manhole cover sits firmly in place.",
    ),
    "no_water": (
        "A queue with empty canisters at a street pump that gives no water.",
        "People fill canisters from a yellow tank lorry; the pump beside it is dry.",
        "Water runs from the pump into a canister; another person carries a full one away.",
    ),
    "water_point": (
        "The water point is closed: its four taps are crossed out and people leave with empty canisters.",
        "A worker mends the pipes behind an opened panel of the water point.",
        "The water point works: all four taps fill canisters.",
    ),
    "hatch_open": (
        "An open manhole in the middle of the road with a branch and striped tape sticking out of it.",
        "Two workers at the open manhole, a new cover lying ready, cones around.",
        "The manhole is closed with a new whole cover, level with the asphalt.",
    ),
    "hatch_broken": (
        "A broken manhole cover on the pavement: half is missing, a plank with a red rag sticks out of the hole.",
        "A worker prepares the manhole for the new cover lying beside it; the pavement is fenced off.",
        "A whole manhole cover on the pavement; a woman and a child walk past.",
    ),
    "heat_none": (
        "Winter, dark windows: steam bursts from a damaged heating pipe and water drips on the snow.",
        "Two workers weld the damaged heating pipe in front of the house, a repair van near by.",
        "The heating pipe has new insulation and there is light in the windows of the house.",
    ),
    "lift": (
        "Bent lift doors gape over a dark shaft behind tape; beside them a mother with a pram, and the stairs.",
        "A mechanic works at the open lift shaft; the way is barred and tools lie on the floor.",
        "The lift doors are open, the car is lit, and a mother comes out with a pram.",
    ),
    "roof_leak": (
        "Water drips from a large brown stain on the ceiling into a bucket and a basin.",
        "A worker on a ladder scrapes the stained ceiling; the sofa is under a sheet.",
        "The ceiling is white and dry, a rug lies under the lamp, and the basins are gone.",
    ),
    "entrance": (
        "A worn entrance: a crooked door, a cracked canopy, plaster fallen down to the brick.",
        "Workers on a scaffold paint the wall of the entrance; bare brick still shows below.",
        "The restored entrance: a smooth wall, a new door, a lamp, handrails and flower beds.",
    ),
    "playground": (
        "A broken swing: one seat hangs by a single chain, the other is gone; the slide has a hole.",
        "Neighbours paint the swing frame and fit a seat; the playground is taped off.",
        "The painted swing has two whole seats, and a child is on one of them.",
    ),
    "bench": (
        "A bench broken in two, its boards sticking up, an old woman with a stick beside it.",
        "Two neighbours screw new boards to the bench, timber and tools lying by.",
        "A new yellow bench in the yard with somebody sitting on it.",
    ),
    "stop": (
        "The roof of the bus stop is broken through and leaks, the bench is broken, a pool spreads below.",
        "A worker on a ladder puts up the new roof of the stop; neighbours paint the bench and bring boards.",
        "The bus stop has a whole roof, a new bench and a timetable; people wait for the bus.",
    ),
    "dump": (
        "An illegal dump on the sandy river bank: black sacks, a tyre, an old appliance, bottles.",
        "People pick up rubbish on the bank and carry sacks to a lorry.",
        "A clean bank: somebody sits on a bench by the water, a sign beside it.",
    ),
    "bins_full": (
        "Three overflowing containers with open lids, sacks, paper and a dumped sofa around them.",
        "A refuse lorry empties a container and workers clean the ground.",
        "Three closed containers before a wooden screen, the ground clean.",
    ),
    "sorting": (
        "One bin for everything: bottles stick out of it; glass, cardboard and plastic lie on the ground.",
        "Workers set up sorting containers: yellow and blue are in place, green is being moved in.",
        "Four marked containers: plastic, paper, glass, the rest; somebody puts a bottle into the yellow one.",
    ),
    "pothole": (
        "A deep pothole full of water; a car steers round its edge.",
        "Road workers with a roller lay asphalt on the cut-out patch, cones around.",
        "A smooth fresh patch where the pothole was, and a car on the road.",
    ),
    "sidewalk": (
        "The slabs of the pavement have tilted apart, with weeds and a puddle between them; a pram gets stuck.",
        "Workers lay new slabs on sand; part of the pavement is finished.",
        "An even slab pavement with a yellow tactile strip; a pram rolls along it.",
    ),
    "sign": (
        "The crossing sign is bent and the traffic light is dead; an adult and a child wait at the kerb.",
        "A worker on a ladder mends the traffic light, another fixes the straightened sign.",
        "The light is green, the sign stands straight, and an adult and a child cross the road.",
    ),
    "lamp": (
        "A street at night: the lamp is dead and somebody walks in the dark with a torch.",
        "An electrician in a lift basket mends the lamp above the dark street.",
        "The lamp lights the path, and a woman and a child walk along it at ease.",
    ),
    "ramp": (
        "A person in a wheelchair cannot get in: only steps with a broken edge lead to the door.",
        "Two workers build a ramp beside the steps; the place is taped off.",
        "A person in a wheelchair goes up to the door by a ramp with yellow handrails.",
    ),
    "shelter": (
        "The door of the shelter is chained and padlocked; a mother with a child and an old woman stand before it.",
        "The door of the shelter is open; workers mend the light and the hinges.",
        "The shelter is open and lit, with a seat inside; a mother and a child walk up to it.",
    ),
    "damage": (
        "A house after shelling: some windows broken, others boarded up, marks of fragments on the wall.",
        "Workers on a scaffold put in new windows in place of the boards.",
        "All the windows of the house are whole, the wall is mended, trees and flowers are planted in front.",
    ),
    "stray_dogs": (
        "A pack of four stray dogs on the path of a yard; a woman and a child have stopped.",
        "A volunteer holds a dog on a lead beside a van with a cage.",
        "Somebody walks calmly through the yard with a dog on a lead, a yellow tag in its ear.",
    ),
    "kiosk": (
        "A kiosk and crates of vegetables take up the pavement; somebody walks round them in the road.",
        "A crane lifts the kiosk off the pavement while a worker gives directions.",
        "The pavement is free, new slabs lie where the kiosk was, people walk by with a pram.",
    ),
    "memorial": (
        "A neglected memorial: the stele is cracked, its plaque has fallen on the steps, weeds grow.",
        "People wash the stele from a ladder and clean up around it; the bronze plaque waits near by.",
        "A clean stele with a bronze plaque, flowers at its foot, an old woman and a child before it.",
    ),
    "idea": (
        "An empty lot between houses: a trodden path, weeds, lumps of concrete, an old fence.",
        "Neighbours plant trees, dig, and put together the first bench on the lot.",
        "A small square: two benches, young trees, flowers, a lamp, people on the path.",
    ),
    "crossing": (
        "The stripes of the crossing have almost worn off; a woman and a child wait while a car comes up.",
        "A worker paints new white stripes on the crossing; cones mark the lane.",
        "A clear white crossing with its sign; a woman and a child walk over it and a car waits.",
    ),
    "receipt": (
        "A shop receipt lies on a table beside a bag and a bucket of paint.",
        "A shop receipt on a table, with a pen, a bag and a bucket of paint beside it.",
        "A stamped receipt on a table, with a pen, a bag and a bucket of paint beside it.",
    ),
}
CAPTIONS = {"uk": UK, "en": EN}


def alt(kind: str, moment: Moment, language: str) -> str:
    """One sentence. `language` is uk or en; anything unknown is a KeyError."""
    return CAPTIONS[language][kind][MOMENTS.index(moment)]
