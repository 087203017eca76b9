/** What the dialogue says by itself, in every channel. */
import type { Role } from "../core/access/roles.ts";

/** Changed with the privacy notice below, so that a changed one is told again. */
export const noticeVersion = "2026-11c";

/** Told before anything of a person is stored (个人信息保护法第十七条: who, why, what, how long, which rights). */
export const privacyNotice = (facts: {
  /** Null: nobody but the machine's owner keeps anything. */
  readonly organisation: string | null;
  readonly contact: string;
  readonly days: number;
}): string =>
  `您的提问和答复${facts.organisation === null ? "保存在运行本程序的机器上，留" : `由${facts.organisation}保存`}${facts.days}天，只用于答复您和改进知识库；证件号、电话、标明的姓名会先遮蔽。启用了大模型的（“关于”里写明），遮蔽后的提问（接着上一问说的，连同上一问）会发给模型服务，只用来检索和写答复。` +
  `发送“我的数据”可以查看和导出，发送“删除我的数据”可以随时删除，删除后只留不含内容的操作记录。有疑问请联系${facts.contact}。请不要输入国家秘密、工作秘密和他人隐私；您没有义务在这里说明自己的过错。`;

export const roleNames = {
  cadre: "干部",
  official: "问责决定机关人员",
  "knowledge-editor": "知识编辑",
  "publicity-editor": "宣传编辑",
  auditor: "审计员",
  admin: "管理员",
} satisfies Record<Role, string>;

/** The notice where nothing stands above it. */
export const headedNotice = (notice: string): string => `使用前请知悉：${notice}`;

export const fileNames = { "my-data": "我的数据.json" } as const;

export const replies = {
  commands:
    "也可以发送：提问、预审、学习、案例、关于、我的数据、删除我的数据、投诉建议、停止回答、新对话、订阅推送、停止推送、帮助。出现编号时，发送编号就能选择。",
  askWhat: "请直接写出要问的政策问题。",
  about: (facts: {
    readonly organisation: string | null;
    readonly contact: string;
    readonly version: string;
    readonly documents: number;
    readonly provisions: number;
  }) =>
    `容错纠错政策助手${facts.organisation === null ? "" : `，由${facts.organisation}提供`}。\n它按知识库检索和整理政策规定，每句政策都附出处；不是任何机关，不作认定，不下结论，也不作保证。\n知识库收录${facts.documents}份文件、${facts.provisions}条规定，版本${facts.version}；原文读自转载或开放文本库的，引用前请同发布机关公布的文本核对。\n需要确切答复的，请联系${facts.contact}。`,
  cases: (count: number) =>
    `知识库收录了${count}个公开案例。可以选一个领域，也可以直接写“案例 招标”这样的词。`,
  casesOf: (topic: string) => `有没有关于${topic}的案例？`,
  noCases: (topic: string, fields: readonly string[]) =>
    `知识库里没有找到关于“${topic}”的公开案例。${fields.length === 0 ? "" : `有案例的领域是：${fields.join("、")}。`}发送“案例”和其中一个词就能看。`,
  myData: (facts: { readonly conversations: number; readonly turns: number; readonly days: number }) =>
    `目前保存着您的${facts.conversations}段对话、${facts.turns}次问答，每次问答保留${facts.days}天。下面的文件是全部内容。要删除，请发送“删除我的数据”。`,
  forgetAsk:
    "将删除您在这里的全部对话、反馈和待处理的消息，不能恢复；只保留不含内容的操作记录。确定要删除，请发送“确认删除我的数据”。",
  forgetKeep: "不删除",
  kept: "好的，没有删除。",
  forgotten: "您的数据已经删除，只留下一条不含内容的操作记录。再次提问会重新开始保存。",
  complainHow: (contact: string) =>
    `请在“投诉建议”后面写明意见，例如：投诉建议 第十七条的引文不完整。也可以直接联系${contact}。请不要写涉密内容和他人隐私。`,
  complained: (contact: string, receipt: string) =>
    `意见已经记下，编号${receipt}，由维护人员处理，答复会发到这个对话里。想知道办得怎么样，发送“投诉建议 ${receipt}”。需要当面反映的，请联系${contact}。`,
  /** What has become of a complaint. */
  complaintStates: {
    waiting: (receipt: string) =>
      `您的投诉建议（编号${receipt}）还在处理，有了答复会发到您提出它的那个对话里，不用再提一次。`,
    answered: (receipt: string) =>
      `您的投诉建议（编号${receipt}）已经答复，答复在您提出它的那个对话里。还有意见的，请另写一条。`,
    unknown: (receipt: string) =>
      `没有找到您提出的编号为${receipt}的投诉建议：可能写错了，或者是在别的账号提出的，也可能已经删除。要提新的意见，请把内容写在“投诉建议”后面。`,
  },
  stopped: "已按您的要求停止，这个问题没有回答。",
  stopDone: "已停止。还没答完的问题不再回答。",
  fresh: "已经开始新的对话，前面的问题不再影响后面的理解。",
  unsupported: "目前只能读文字。请用文字写出要问的政策问题。",
  /** Leads from a question about one's own matter to the pre-check. */
  precheckOffer: "做一次预审",
  staleChoice: "这个选项已经失效，没有作任何改动。请用最新一条消息里的选项，或者直接输入。",
  noSuchNumber: (count: number) => `请输入1到${count}之间的数字，或者直接输入问题。`,
  oneOption: "这道题只能选一项，请发送一个字母或者编号。",
  noSuchOption: (count: number) =>
    `这道题只有${count}个选项，请发送A到${String.fromCharCode("A".charCodeAt(0) + count - 1)}，或者1到${count}。`,
  unknownCommand: (word: string, nearest: string | null) =>
    `没有“${word}”这个命令。${nearest === null ? "" : `您要的可能是“${nearest}”。`}发送“/help”看有哪些命令；要问政策问题，直接写问题就行。`,
  /** Where one's own case files are asked for. */
  noCaseFiles:
    "这里没有“我的卷宗”这个功能。您填过的预审，发送“继续”可以接着填、接着看；在这里保存着的问答，发送“我的数据”可以导出；要看公开案例，发送“案例”。",
  notAdministrator: "这个操作只有管理员可以做。",
  approveHow:
    "写法：批准 申请码 角色 单位。角色可以是干部、问责决定机关人员、知识编辑、宣传编辑、审计员、管理员；单位可以不写。例如：批准 ABCD-EFGH 干部 某局办公室。",
  approved: (role: string, unit: string) => `已批准：${role}${unit === "" ? "" : `，${unit}`}。`,
  unknownCode: "没有这个申请码，可能写错了、已经用过或者过期了。",
  failed: "这条消息没有处理成功，已经记下待查。请换个说法再问一次；一直这样，请联系管理人员。",
} as const;

/** What a person hears at the border, before anything is stored. */
export const border = {
  limited: (seconds: number) =>
    `您发得太快或者今天发得太多了，这条消息没有处理，也没有保存。请过${waitingTime(seconds)}再试；这段时间里不再逐条提示。`,
  busy: "服务繁忙，请稍后再试。",
  readOnly: "服务器存储空间不足，暂时不能接收新消息；已有的对话可以查看。请稍后再试。",
  unapproved: (code: string, contact: string) =>
    `您还没有开通使用。请把申请码 ${code} 告诉管理员（${contact}），由管理员批准。申请码只能用一次，过期可以重新获取。您刚才的消息没有保存。`,
  unapprovedLater: "您还没有开通使用，现在申请的人太多，请过一会儿再来。您刚才的消息没有保存。",
  noticeFirst: "您刚才的消息没有保存。知悉以上内容后，请再发一次。",
} as const;

const waitingTime = (seconds: number): string =>
  seconds < 90
    ? `${Math.max(1, Math.ceil(seconds))}秒`
    : seconds < 5_400
      ? `${Math.ceil(seconds / 60)}分钟`
      : `${Math.ceil(seconds / 3_600)}小时`;
