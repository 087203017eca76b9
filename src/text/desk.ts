/** Words of the administrator's desk. `{slots}` are filled in. */
import * as zh from "./zh.ts";

export const deskWords = {
  title: "管理台",
  skip: "跳到正文",
  navigation: "管理台导航",
  off: "管理台没有启用",
  offHow:
    "运行本服务的人员可以启用：用命令 cli admin hash-password 生成密码的散列值，写进环境变量 WEB_ADMIN_PASSWORD_HASH，再重新启动。",

  signIn: "登录管理台",
  password: "管理员密码",
  signInButton: "登录",
  signInFailed: "没有登录成功：密码不对，或者尝试得太频繁。请过一会儿再试。",
  signInHint: "连续输错时，下一次可以尝试的时间会越来越晚。",
  signOut: "退出",
  expired: "登录已过期，请重新登录。",

  pages: { requests: "待批准", people: "人员", invite: "邀请", gaps: "待补充", digest: "月报" },
  overview: "运行情况",

  requests: "待批准的申请",
  noRequest: "现在没有待批准的申请。",
  requestsHelp: "申请人会告诉您他看到的申请码，核对后再批准。不批准的不用处理，到期自动失效。",
  code: "申请码",
  askedAt: "申请时间",
  validUntil: "有效至",
  person: "账号",
  approve: "批准",
  approveThis: "批准申请码为{code}的申请",

  role: "角色",
  unit: "单位",
  unitHint: "可以不填",
  until: "使用期限至",
  untilHint: "当天仍可使用；不填为长期",
  roles: {
    cadre: "干部",
    official: "问责决定机关人员",
    "knowledge-editor": "知识编辑",
    "publicity-editor": "宣传编辑",
    auditor: "审计员",
    admin: "管理员",
  },

  people: "可以使用的人员",
  noPerson: "还没有批准任何人。",
  noUnit: "未填单位",
  unlimited: "长期",
  untilDay: "至{day}",
  ended: "已到期",
  grantedBy: "{day}由{by}授权",
  givers: {
    configuration: "系统配置",
    open: "本机开放使用",
    "command-line": "命令行",
    invitation: "邀请链接",
    "web:admin": "管理台",
  } as Readonly<Record<string, string>>,
  manage: "管理",
  manageThis: "管理{person}",
  change: "更改授权",
  save: "保存",
  transfer: "转到新的账号或者设备",
  transferHelp: "请本人在新设备上打开本服务，把看到的申请码告诉您。转移后，旧账号不能再用。",
  transferCode: "新设备的申请码",
  transferButton: "转移",
  revoke: "取消授权",
  revokeTitle: "确认取消授权",
  revokeQuestion: "取消以后，{person}马上不能再使用本服务。已有的记录按规定保留。",
  revokeButton: "确认取消授权",
  back: "返回",

  invite: "生成一次性邀请链接",
  inviteHelp:
    "收到链接的人打开后，就按这里填写的角色和单位使用本服务。链接只能用一次，请用可靠的方式发给本人。",
  inviteValid: "链接有效天数",
  inviteButton: "生成链接",
  inviteMade: "邀请链接只显示这一次，请现在复制。",
  inviteLink: "邀请链接",
  copy: "复制链接",
  copied: "已复制。",
  copyFailed: "没有复制成功，请选中文字后复制。",

  done: {
    approved: "已批准{person}。",
    changed: "已更改{person}的授权。",
    revoked: "已取消{person}的授权。",
    transferred: "已转移给{person}。",
  },
  problems: {
    forbidden:
      "这个账号没有管理权限。要用管理台，请运行本服务的人员把 web:admin 写进环境变量 ADMIN_USERS，再重新启动。",
    "unknown-code": "没有这个申请码，可能已经过期或者用过了。",
    "unknown-person": "没有找到这个人员，可能已经取消授权。",
    invalid: "填写的内容不对，没有更改。请检查角色、单位和日期。",
  },
  badForm: "表单已过期或者不完整，没有更改。请返回后重新填写。",
  foreign: "这个请求来自别的网站，已拒绝。",
} as const;

/** 2026年11月23日 9:05, in Beijing. */
export function momentInChinese(instant: number): string {
  const local = new Date(instant + 8 * 3_600_000).toISOString();
  return `${zh.dayInChinese(local.slice(0, 10))} ${local.slice(11, 16)}`;
}

/** Figures at a glance. */
export const overviewLabels = {
  waiting: "等待处理",
  dead: "没有处理成功",
  gaps: "待补充清单",
} as const;
