/** Characters of names, and the words that look like them. */

/** Surnames that are hardly ever the beginning of another word; of 何, 高, 林 … the words are listed below. */
export const plainSurnames =
  "王李张刘陈杨黄赵吴周徐孙朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘蔡蒋余杜叶程苏魏吕丁沈姚卢姜崔钟谭陆汪范廖贾夏韦付傅邹孟熊秦邱江尹薛闫阎段雷侯龙陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤温康施牛樊葛邢殷庞聂章鲁齐柯柳倪俞翟欧岑涂蓝甘裴祁焦柴辛耿冀霍詹关苗白洪伍骆赖马金石安史";

/** Surnames that are words as well: taken only where a word before says that a name comes. */
export const otherSurnames =
  "褚卫尤华戚喻柏水窦云奚郎凤花方任鲍费廉滕毕邬乐皮卞元卜平穆湛禹狄米贝臧计伏茅纪舒屈项祝阮席季麻强路娄危颜梅盛刁虞支管房裘缪宗宣郁杭包诸左吉钮嵇荣翁荀羊惠甄曲家封芮储靳汲邴糜松井富巫乌巴弓牧隗山谷车宓蓬班仰秋仲伊宫宁仇栾暴厉戎祖符景束幸司韶郜蓟薄印宿怀蒲邰鄂索咸籍卓蔺屠蒙池乔阴胥苍双闻莘党贡劳逄姬申扶堵冉宰郦雍桑桂濮寿边扈燕郏浦尚农别庄晏瞿充慕连茹习宦艾鱼容古易慎戈庾终暨居衡步弘匡文寇广禄阙东殳利蔚越夔隆师巩厍晁勾敖融訾阚那简饶空毋沙乜养鞠须丰巢蒯后荆红游竺逯益桓仉督岳缑亢况郈琴佘佴伯赏墨哈谯笪爱阳佟占代淳由原";

export const doubleSurnames =
  "欧阳|上官|司马|诸葛|皇甫|尉迟|公孙|慕容|令狐|长孙|司徒|夏侯|东方|端木|南宫|闻人|澹台|申屠|独孤|宇文";

/** The surnames of most people. */
export const commonSurnames =
  "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余杜苏魏吕丁沈姚卢姜崔钟谭陆汪廖贾韦付邹孟熊秦邱尹薛闫侯龚邵郝贺顾";

/** Characters of which given names are made and few other words are. */
export const givenCharacters =
  "伟芳娜敏静丽磊洋艳勇杰娟涛超霞刚桂燕玲红玉梅兰英荣珍萍莉琴婷雪倩颖慧琳瑶洁莹薇蕾岚媛彤璐妍悦佳怡蓉菊翠凤鹏飞宇浩轩博睿峰彬斌辉晖旭昊晨阳栋梁俊豪鑫森淼坤林松柏涵泽润海波澜江河洪涌建国志强文军明华平安宁生民忠义仁礼智信诚德贤良才富贵福禄寿喜庆祥瑞云龙虎豹春夏秋冬东西南北山川石雷雨卫兵武胜利永恒久长远宏大伟雄壮亮光耀景新立成功业绩秀美娇妮妙爱珠宝银金铁钢锋立学友根保家振兴继承先进友谊传世宗祖培树正道清廉洁玮琪瑜瑾璇钰铭鸣钧铮锐哲思远恩惠淑贞巧云素";

/** Characters of which a given name of one is made, and hardly anything else that follows a surname. */
export const loneGiven =
  "伟芳娜敏静丽磊洋勇艳杰娟涛超霞燕玲梅兰萍莉琴婷雪倩颖慧琳鹏宇浩轩睿斌辉昊鑫凯帆彬军刚强峰飞晶蕾莹瑶岩博宁亮";

/** What makes another word of a surname when it follows: 林业, 高级. */
export const wordsAfter: Readonly<Record<string, string>> = {
  林: "业草场地权长区木下",
  方: "面案式法便向针位",
  高: "新级校中层速铁度效龄管原考质标位峰压温等风",
  马: "上路克",
  金: "融额库属秋钱",
  石: "油化材料",
  江: "苏西南北河湖山",
  何: "时人种处去以况必等罪事故为谓在",
  安: "全置排监保徽装居检心",
  史: "志料实",
  白: "天酒色",
  万: "元一人亩名户吨",
  段: "落时",
  关: "于系键心注联停闭爱怀口",
  施: "工行策政压教救",
  武: "装警力",
  康: "复养",
  温: "度暖室",
  洪: "水涝灾",
  孔: "子",
  龙: "头",
  张: "贴开家榜",
  周: "边围期末年密到转报",
  黄: "河色金牌",
  陈: "述旧列",
  许: "可多诺",
  余: "额地款下",
  程: "序度",
  叶: "子",
  牛: "奶",
  章: "程节",
  齐: "全抓",
  欧: "洲盟",
  甘: "肃于",
  辛: "苦",
  焦: "虑点急",
  毛: "利病",
  钱: "款物财权",
  严: "重格肃禁明厉查惩密管峻守于",
  谢: "谢绝",
  范: "围畴",
  贺: "信礼",
  顾: "虑问客及",
  苗: "木",
  雷: "同区",
  夏: "季天粮",
  陆: "续地",
  蓝: "图",
  罗: "列",
  曾: "经任被因在向",
  董: "事",
};

/** What makes another word of a surname when it stands before: 任何, 园林. */
export const wordsBefore: Readonly<Record<string, string>> = {
  何: "任如为",
  林: "园森国造农护",
  高: "提最中",
  江: "长珠松",
  龙: "黑乌九沙石",
  段: "路地阶手",
  史: "党历",
  白: "明空",
  安: "公治保平国长",
  金: "资基现奖罚",
  石: "矿砂",
  马: "人骑",
  方: "地对双各甲乙丙多军警校院厂资一两三官西北南东大上下前后",
  万: "几数千百十一二三四五六七八九两0123456789",
  关: "机海有相无",
  施: "设措实",
  温: "高低",
  洪: "防抗泄",
  康: "健小",
  章: "公印规",
  苗: "树育疫",
  田: "农油",
  余: "其多",
  程: "工流过",
  任: "担时现历升留连离责委选聘兼前主曾出信重",
};

/** Whose names stand in documents and questions of policy. */
export const publicFigures: ReadonlySet<string> = new Set(
  "习近平,毛泽东,邓小平,江泽民,胡锦涛,周恩来,刘少奇,朱德,陈云,李克强,赵乐际,王沪宁,丁薛祥,王岐山,李先念,胡耀邦,温家宝,朱镕基,马克思,孔繁森,焦裕禄,雷锋,谷文昌,黄文秀,黄大年,张桂梅,廖俊波,杨善洲,包拯,海瑞".split(
    ",",
  ),
);
