/** Roles of people: 干部, 问责决定机关人员, 知识编辑, 宣传编辑, 审计员, 管理员. */
export const roles = [
  "cadre",
  "official",
  "knowledge-editor",
  "publicity-editor",
  "auditor",
  "admin",
] as const;
export type Role = (typeof roles)[number];
