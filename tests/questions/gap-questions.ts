/**
 * Questions as people ask them where the knowledge base may have no answer, by what they ask for: paraphrases, dialect,
 * traditional characters, slips of the keyboard. Neighbouring topics share most of their words on purpose. What is
 * compared, and how near is near, was set on the calibration half; the held-out half only measures.
 */
export interface GapTopic {
  readonly half: "calibration" | "held-out";
  /** The first as it would stand in a rule. */
  readonly wordings: readonly string[];
}

export const gapTopics: readonly GapTopic[] = [
  {
    half: "calibration",
    wordings: [
      "驻村补助怎么报销",
      "请问驻村干部的补助如何报销",
      "驻村的补助在哪里报",
      "駐村補助怎麼報銷",
      "驻村补住咋个报销",
      "下乡驻村补助报销要什么手续",
    ],
  },
  {
    half: "calibration",
    wordings: [
      "驻村干部的任期是几年",
      "驻村要驻几年",
      "驻村干部一般干几年能回来",
      "駐村幹部任期幾年",
      "驻村任期多长",
      "驻村的任期到底好多年嘛",
    ],
  },
  {
    half: "calibration",
    wordings: [
      "容错听证会几个人参加",
      "容错的听证会要多少人参加",
      "听证会参加人数有要求吗",
      "容錯聽證會幾個人參加",
      "容错听正会几个人参加",
      "开容错听证会最少要几个人",
    ],
  },
  {
    half: "calibration",
    wordings: [
      "容错听证会提前几天通知",
      "听证会要提前多久通知本人",
      "容错听证会的通知提前几天发",
      "容錯聽證會提前幾天通知",
      "听证会通知提前几日送达",
      "开听证会好久以前要通知到",
    ],
  },
  {
    half: "calibration",
    wordings: [
      "年休假没休完怎么补偿",
      "年假没有休完给补钱吗",
      "没休的年休假怎么算补偿",
      "年休假沒休完怎麼補償",
      "年休假没修完咋补偿",
      "公务员年休假没休完有没有补偿",
    ],
  },
  {
    half: "calibration",
    wordings: [
      "私车公用的补贴标准是多少",
      "用自己的车办公事能报多少补贴",
      "私车公用补贴怎么算",
      "私車公用補貼標準是多少",
      "私车公用补帖标准",
      "私家车公用有补贴标准吗",
    ],
  },
  {
    half: "calibration",
    wordings: [
      "容错材料要一式几份",
      "申请容错的材料交几份",
      "容错申报材料需要准备几份",
      "容錯材料要一式幾份",
      "容错才料一式几份",
      "容错的材料要交好多份",
    ],
  },
  { half: "calibration", wordings: ["会议室的投影仪坏了找谁修"] },
  { half: "calibration", wordings: ["工会发的电影票能转让吗"] },
  { half: "calibration", wordings: ["驻村工作队的被褥谁来买"] },
  { half: "calibration", wordings: ["容错的通知书盖哪个章"] },
  { half: "calibration", wordings: ["公车加油卡丢了怎么补办"] },
  { half: "calibration", wordings: ["听证会可以旁听吗"] },
  { half: "calibration", wordings: ["探亲假路费报销比例"] },
  {
    half: "calibration",
    wordings: [
      "借调期间年度考核在哪个单位",
      "借调的人年度考核归哪边",
      "借调干部的年度考核由谁来做",
      "借調期間年度考核在哪個單位",
      "借掉期间年度考核在哪个单位",
      "借调期间年终考核是原单位还是借调单位",
    ],
  },
  {
    half: "calibration",
    wordings: [
      "借调期间工资由谁发",
      "借调的工资哪个单位发",
      "借调人员工资是原单位发吗",
      "借調期間工資由誰發",
      "借调期间的工姿由谁发",
      "被借调了工资哪个发嘛",
    ],
  },
  {
    half: "calibration",
    wordings: [
      "容错能不能跨省互认",
      "外省的容错结论本省认不认",
      "跨省调动以后容错结论还认吗",
      "容錯能不能跨省互認",
      "容错能不能跨省互任",
      "容错结论可以跨省认吗",
    ],
  },
  {
    half: "calibration",
    wordings: [
      "公务员能不能开网店",
      "公务员业余时间可以开网店吗",
      "在职公务员开淘宝店行不行",
      "公務員能不能開網店",
      "公务员能不能开网点",
      "公务员开个网店要得不",
    ],
  },
  {
    half: "calibration",
    wordings: [
      "差旅住宿费超标怎么报销",
      "出差住宿超标准了能报吗",
      "住宿费超了标准怎么报销",
      "差旅住宿費超標怎麼報銷",
      "差旅住宿费超飙怎么报销",
      "出差住宿费超标部分咋报销",
    ],
  },
  {
    half: "calibration",
    wordings: [
      "档案里的出生日期写错了怎么改",
      "人事档案出生日期有误如何更正",
      "档案出生日期和身份证不一样怎么改",
      "檔案裡的出生日期寫錯了怎麼改",
      "档案里的出身日期写错了怎么改",
      "档案的出生日期错了咋个改嘛",
    ],
  },
  {
    half: "calibration",
    wordings: [
      "容错名额一年有几个",
      "每年容错有没有名额限制",
      "一个单位一年能有几个容错名额",
      "容錯名額一年有幾個",
      "容错名鹅一年有几个",
      "容错的名额一年好多个",
    ],
  },
  { half: "calibration", wordings: ["借调的住宿谁安排"] },
  { half: "calibration", wordings: ["单位食堂的饭卡怎么挂失"] },
  { half: "calibration", wordings: ["公务员能不能当主播"] },
  { half: "calibration", wordings: ["档案可以自己查看吗"] },
  { half: "calibration", wordings: ["差旅的机票要不要自己买"] },
  { half: "calibration", wordings: ["容错的宣传海报哪里领"] },
  { half: "calibration", wordings: ["年度考核优秀奖金多少"] },
  {
    half: "held-out",
    wordings: [
      "婚假可以休几天",
      "结婚请假能请几天",
      "公务员婚假有多少天",
      "婚假可以休幾天",
      "婚假能请好多天嘛",
      "婚嫁可以休几天",
    ],
  },
  {
    half: "held-out",
    wordings: [
      "婚假期间工资怎么发",
      "休婚假扣不扣工资",
      "婚假期间的工资照发吗",
      "婚假期間工資怎麼發",
      "婚假期间公资怎么发",
    ],
  },
  {
    half: "held-out",
    wordings: [
      "容错决定书什么时候送达本人",
      "容错决定多久送到本人手里",
      "容错的决定书几天内送达",
      "容錯決定書什麼時候送達本人",
      "容错决订书什么时候送达本人",
    ],
  },
  {
    half: "held-out",
    wordings: [
      "容错决定书可以当场宣读吗",
      "容错决定要不要当众宣读",
      "容错决定书能在大会上宣读吗",
      "容錯決定書可以當場宣讀嗎",
      "容错决定书可以当场宣渎吗",
    ],
  },
  {
    half: "held-out",
    wordings: [
      "办公用房面积超标怎么整改",
      "办公室面积超了标准咋整改",
      "办公用房超标要怎么整改",
      "辦公用房面積超標怎麼整改",
      "办公用房面积超彪怎么整改",
    ],
  },
  {
    half: "held-out",
    wordings: [
      "子女出国留学要不要报告",
      "孩子到国外读书需要报告组织吗",
      "子女去国外留学用报告吗",
      "子女出國留學要不要報告",
      "子女出国留学要不要报稿",
    ],
  },
  {
    half: "held-out",
    wordings: [
      "因私护照交给谁保管",
      "个人护照由哪个部门保管",
      "因私出国的护照要交上去保管吗",
      "因私護照交給誰保管",
      "因私护照交哪个管起嘛",
      "因私护罩交给谁保管",
    ],
  },
  {
    half: "held-out",
    wordings: [
      "扶贫项目尾款拖欠怎么处理",
      "项目尾款一直没付怎么办",
      "扶贫项目的尾款拖着不付如何处理",
      "扶貧項目尾款拖欠怎麼處理",
      "扶贫项目尾款拖歉怎么处理",
    ],
  },
  {
    half: "held-out",
    wordings: [
      "值班补贴一天多少钱",
      "夜里值班一天补多少",
      "值班的补贴标准一天是多少",
      "值班補貼一天多少錢",
      "值班补帖一天多少钱",
    ],
  },
  {
    half: "held-out",
    wordings: [
      "值班脱岗怎么处分",
      "值班的时候离岗了会受什么处分",
      "值班脱岗给什么处分",
      "值班脫崗怎麼處分",
      "值班拖岗怎么处分",
    ],
  },
  { half: "held-out", wordings: ["单位停车位怎么申请"] },
  { half: "held-out", wordings: ["护照照片在哪里拍"] },
  { half: "held-out", wordings: ["容错决定书用什么纸打印"] },
  { half: "held-out", wordings: ["办公用房的空调谁来修"] },
  { half: "held-out", wordings: ["值班室的床单多久换一次"] },
  { half: "held-out", wordings: ["婚检报告要交单位吗"] },
  { half: "held-out", wordings: ["子女入学可以优先吗"] },
];
