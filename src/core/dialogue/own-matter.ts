/**
 * Whether a text tells of the speaker's own matter (涉及个人): what was done, or what is done to them. Said before others it is
 * answered with the way to a private talk, and nothing else.
 */
const own =
  /(?:^|[，。！？；、,.!?;\s]|[去今前]年|当时|后来|因为)(?:我|本人|俺|咱)(?:们)?(?:单位|局里?|科里?|村里?|镇里?|家里?)?(?:的)?(?:领导|[局科处所镇村乡县]长|主任|书记)?[^，。！？；,.!?;]{0,6}(?:被(?:举报|处分|谈话|立案|诫勉|问责|免职|查|函询|留置|告)|收(?:了|过)|受(?:了|过)|拿(?:了|过)|送(?:了|过)|贪污?|挪用|违(?:规|纪|法|反)|签了|批了|倒签|瞒|做错|办错|犯(?:了|过)?错|出了事|没(?:走|招标|报批|报备|上会))/u;

export const tellsOwnMatter = (text: string): boolean => own.test(text);
