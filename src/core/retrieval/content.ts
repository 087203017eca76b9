/**
 * The content (实词) of a question: what is left when courtesy, question words and particles are taken out. Coverage and
 * similarity are judged on it, so that 「请问……怎么办」 neither helps nor hurts.
 */

/** Phrases without a topic of their own, longest first at each place. */
const fillers: readonly string[] = [
  "请问一下", "我想问一下", "我想咨询一下", "想咨询一下", "想请教一下", "请教一下", "麻烦问一下", "我想问", "我想知道", "我想了解", "我想咨询", "想问问", "想问",
  "想知道", "想了解", "咨询一下", "问一下", "问问", "请问", "麻烦", "您好", "你好", "谢谢", "帮我查一下", "帮我查查", "帮我查", "查一下", "查查", "给我讲讲", "讲一讲", "讲讲", "说一说", "说说", "介绍一下", "解释一下", "告诉我",
  "是怎么规定的", "是怎么回事", "怎么规定的", "怎么规定", "有什么规定", "有哪些规定", "有没有规定", "说了什么", "说的是什么", "说的什么", "讲了什么", "讲的什么", "是什么意思", "什么意思", "是什么样的", "是什么", "有什么", "什么样", "什么", "有哪些", "哪些", "哪个", "哪种", "哪里", "哪儿",
  "怎么办", "怎么样", "怎样", "怎么", "如何", "为什么", "为啥", "咋办", "咋整", "咋", "啥", "能不能", "可不可以", "会不会", "是不是", "有没有", "要不要", "该不该", "算不算", "是否", "能否", "可否", "多少", "几个",
  "的话", "的时候", "情况下", "这种情况", "这种", "这个", "这样", "这事", "这件事", "那个", "那种", "那样", "那么", "这么", "然后", "就是说", "就是", "还是", "但是", "可是", "不过", "因为", "所以", "如果", "要是", "假如", "而且", "并且", "或者", "以及", "虽然", "已经", "现在", "当时", "后来", "一下", "一个", "一些", "一点", "有点", "觉得", "认为", "知道", "应该", "可以", "可能", "需要", "必须",
  "我们", "你们", "他们", "咱们", "我", "你", "您", "他", "她", "它", "咱", "俺", "这", "那", "的", "了", "吗", "呢", "吧", "啊", "呀", "嘛", "哦", "哈", "嗯", "呃", "是", "有", "在", "和", "与", "及", "或", "就", "都", "也", "还", "又", "把", "被", "给", "对", "会", "能", "要", "想", "让", "叫", "说", "到", "得", "地", "着", "过", "个", "么", "而", "但", "并", "请", "再", "才", "去", "来", "上", "下", "里", "很", "太", "最",
];

const byFirst = Map.groupBy(
  [...fillers].sort((left, right) => right.length - left.length),
  (filler) => filler[0] ?? "",
);

/** Replaces every filler by a space, so that no pair of characters spans a gap. Takes normalised text. */
export function contentOf(text: string): string {
  let content = "";
  for (let at = 0; at < text.length; ) {
    const filler = byFirst.get(text[at] ?? "")?.find((candidate) => text.startsWith(candidate, at));
    if (filler !== undefined) {
      content += " ";
      at += filler.length;
    } else {
      content += text[at];
      at++;
    }
  }
  return content.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** Pairs of neighbouring characters and words of a content text, each once. */
export function contentTokens(content: string): Set<string> {
  const tokens = new Set<string>();
  for (const run of content.split(" ")) {
    if (/^[\p{Script=Latin}\p{N}]+$/u.test(run)) {
      if (run.length > 1) tokens.add(run);
      continue;
    }
    for (let at = 0; at + 1 < run.length; at++) tokens.add(run.slice(at, at + 2));
    if (run.length === 1) tokens.add(run);
  }
  return tokens;
}
