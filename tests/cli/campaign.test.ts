import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openStore } from "../../src/compose/store.ts";
import { readConfig } from "../../src/config.ts";
import { readPicture } from "../../src/core/campaign/picture.ts";
import { temporaryFolder } from "../app/temporary-store.ts";
import { pngOfSize } from "../pictures.ts";
import { runCli } from "./run-cli.ts";

// So far ahead that it is never over, whatever the day of the machine; both are working days.
const file = `id: autumn
title: 学习月
period: { from: 2099-11-23, to: 2099-12-31 }
items:
  - { id: article, on: 2099-11-30, article: accountability-2019#17 }
  - { id: poll, on: 2099-12-01, poll: { question: 想了解什么, options: [条文, 案例] } }
`;

/** The command line beside a server that holds the folder. */
async function beside(more: Readonly<Record<string, string>> = {}) {
  const directory = temporaryFolder();
  const settings = {
    DATA_DIR: directory,
    DATA_KEY: `k:${randomBytes(32).toString("base64")}`,
    ADMIN_USERS: "web:one,web:two",
    ...more,
  };
  const { kept } = await openStore(readConfig(settings), { exclusive: true, create: true, what: "a server" });
  const path = join(directory, "autumn.yaml");
  writeFileSync(path, file);
  return {
    kept,
    path,
    directory,
    cli: (...args: string[]) => runCli(["campaign", ...args], settings),
  };
}

describe("cli campaign", () => {
  it("takes a campaign from its file to its end, with an approval by a second person", async () => {
    const { kept, path, directory, cli } = await beside();
    const phaseOf = async (...args: string[]) => JSON.parse((await cli(...args)).stdout || "{}").phase;
    expect(await phaseOf("new", path, "--as", "web:one")).toBe("draft");
    expect(await phaseOf("submit", "autumn", "--as", "web:one")).toBe("submitted");
    const early = await cli("start", "autumn", "--as", "web:one");
    expect([early.status, early.stdout]).toEqual([1, ""]);
    expect(early.stderr).toContain("not-approved");
    const own = await cli("approve", "autumn", "--as", "web:one");
    expect([own.status, own.stdout]).toEqual([1, ""]);
    expect(own.stderr).toContain("same-person");
    const approved = JSON.parse((await cli("approve", "autumn", "--as", "web:two")).stdout);
    expect(approved).toMatchObject({ phase: "approved", approved_for: null });
    expect(await phaseOf("start", "autumn", "--as", "web:one")).toBe("running");
    const dry = JSON.parse((await cli("dry-run", "autumn")).stdout);
    expect(dry).toMatchObject({ id: "autumn", audience: null, problems: [] });
    expect(JSON.parse((await cli("status", "autumn", "--json")).stdout)).toMatchObject({
      phase: "running",
      as_approved: true,
    });
    const page = join(directory, "report.html");
    expect((await cli("report", "autumn", "--html", page)).status).toBe(0);
    expect(readFileSync(page, "utf8")).toContain("<!doctype html>");
    for (const channel of ["terminal", "web", "telegram"]) {
      const preview = await cli("preview", "autumn", "--channel", channel);
      expect(preview.stdout).toContain("第十七条");
      expect(preview.stdout).toContain("停止推送");
    }
    expect(await phaseOf("pause", "autumn", "--as", "web:one")).toBe("paused");
    const unsent = await cli("correct", "autumn", "article", "--text", "标题有误。", "--as", "web:one");
    expect([unsent.status, unsent.stdout]).toEqual([1, ""]);
    expect(unsent.stderr).toContain("not-sent");
    expect(JSON.parse((await cli("resend-unknown", "autumn", "--as", "web:one")).stdout)).toEqual({
      id: "autumn",
      resent: null,
    });
    expect(await phaseOf("stop", "autumn", "--as", "web:one")).toBe("stopped");
    expect(JSON.parse((await cli("list")).stdout)).toMatchObject({ id: "autumn", phase: "stopped" });
    await kept.close();
  });

  it("lets nobody act who does not hold the role, or is not named", async () => {
    const { kept, path, cli } = await beside();
    expect((await cli("new", path)).status).toBe(2);
    const stranger = await cli("new", path, "--as", "web:nobody");
    expect([stranger.status, stranger.stdout]).toEqual([1, ""]);
    expect(stranger.stderr).toContain("forbidden");
    await kept.close();
  });

  it("names file, line and remedy of what is wrong, and what the knowledge base does not hold", async () => {
    const { kept, path, cli } = await beside();
    writeFileSync(path, file.replace("on: 2099-11-30", "on: 2098-11-30"));
    const outside = await cli("new", path, "--as", "web:one");
    expect([outside.status, outside.stdout]).toEqual([2, ""]);
    expect(outside.stderr).toContain("autumn.yaml:5");
    writeFileSync(path, file.replace("accountability-2019#17", "accountability-2019#999"));
    const dead = await cli("new", path, "--as", "web:one");
    expect(dead.status).toBe(1);
    expect(dead.stderr).toContain("accountability-2019#999");
    expect((await cli("status", "winter")).status).toBe(2);
    await kept.close();
  });

  it("takes hours and cap as strict as the installation's, and no laxer", async () => {
    const { kept, path, cli } = await beside({ PUSH_HOURS: "09:00-17:00", PUSH_PER_WEEK: "1" });
    writeFileSync(path, `${file}hours:\n  from: "08:30"\n  workdays_only: false\nper_week: 2\n`);
    const laxer = await cli("new", path, "--as", "web:one");
    expect([laxer.status, laxer.stdout]).toEqual([2, ""]);
    for (const told of [
      "autumn.yaml:8",
      "09:00",
      "autumn.yaml:9",
      "PUSH_ON_DAYS_OFF",
      "autumn.yaml:10",
      "PUSH_PER_WEEK",
    ])
      expect(laxer.stderr).toContain(told);
    writeFileSync(path, `${file}hours: { from: "10:00" }\n`);
    expect((await cli("new", path, "--as", "web:one")).status).toBe(0);
    const preview = (await cli("preview", "autumn")).stdout;
    expect(preview).toContain("2099-11-30 10:00");
    await kept.close();
  });

  it("makes a poster whose code leads to the source, signed where it leads to the bot", async () => {
    const { kept, path, directory, cli } = await beside({ PUBLIC_URL: "https://example.org" });
    await cli("new", path, "--as", "web:one");
    const out = join(directory, "poster.svg");
    const page = JSON.parse((await cli("poster", "autumn", "--out", out)).stdout);
    expect(page.link).toBe("https://example.org/sources/accountability-2019%2317");
    expect(readFileSync(out, "utf8")).toContain("问责条例");
    expect(readFileSync(out, "utf8")).toContain("草稿，未批准");
    const bot = JSON.parse(
      (
        await cli(
          "poster",
          "autumn",
          "--out",
          out,
          "--bot",
          "rongcuo_bot",
          "--size",
          "A3",
          "--format",
          "html",
        )
      ).stdout,
    );
    expect(bot.link).toMatch(/^https:\/\/t\.me\/rongcuo_bot\?start=saccountability-2019_n17-[\w-]{11}$/);
    expect(readFileSync(out, "utf8")).toContain("草稿，未批准");
    expect((await cli("poster", "autumn", "--out", out, "--item", "nothing")).status).toBe(2);
    await cli("submit", "autumn", "--as", "web:one");
    await cli("approve", "autumn", "--as", "web:two");
    await cli("poster", "autumn", "--out", out);
    expect(readFileSync(out, "utf8")).not.toContain("草稿");
    expect(readFileSync(out, "utf8")).toContain("已经两人审批");
    await kept.close();
  });

  it("makes posters of what is asked, read and led to, each with a code that leads to it", async () => {
    const { kept, path, directory, cli } = await beside({ PUBLIC_URL: "https://example.org" });
    writeFileSync(
      path,
      `${file}  - { id: quiz, on: 2099-12-08, quiz: quiz-accountability-superior }
  - { id: answer, on: 2099-12-10, answer: accountability-objects-and-ways }
  - { id: way, on: 2099-12-16, link: { text: 先自己对照六看查一遍。, to: precheck } }
`,
    );
    expect((await cli("new", path, "--as", "web:one")).status).toBe(0);
    const drawn = async (item: string, ...more: string[]) => {
      const out = join(directory, `${item}.html`);
      const made = await cli(
        "poster",
        "autumn",
        "--out",
        out,
        "--item",
        item,
        "--format",
        "html",
        "--size",
        "A3",
        ...more,
      );
      expect([made.stderr, made.status]).toEqual(["", 0]);
      return { link: String(JSON.parse(made.stdout).link), page: readFileSync(out, "utf8") };
    };
    const bot = ["--bot", "rongcuo_bot"];
    const quiz = await drawn("quiz");
    expect(new URL(quiz.link).searchParams.get("move")).toBe("做题 quiz-accountability-superior");
    for (const words of ["【单选】", "提意见的人与上级平分责任", "扫码作答", "自愿作答"])
      expect(quiz.page).toContain(words);
    // The key is given with the answer, not before; nor is what it follows from.
    expect(quiz.page).not.toMatch(/答案：|accountability-2019#17|第十七条/);
    expect((await drawn("quiz", ...bot)).link).toMatch(/start=lquiz-accountability-superior-[\w-]{11}$/);
    const poll = await drawn("poll", ...bot);
    expect(poll.link).toBe("https://t.me/rongcuo_bot");
    for (const words of ["条文", "案例", "不在海报上作答", "订阅推送"]) expect(poll.page).toContain(words);
    expect((await drawn("answer")).link).toBe("https://example.org/answers/accountability-objects-and-ways");
    expect((await drawn("answer", ...bot)).link).toMatch(/start=eaccountability-objects-and-ways-[\w-]{11}$/);
    const way = await drawn("way");
    expect(way.link).toBe("https://example.org/precheck");
    expect(way.page).toContain("先自己对照六看查一遍。");
    const shown = async (channel: string) => (await cli("preview", "autumn", "--channel", channel)).stdout;
    expect(await shown("terminal")).toContain("开始预审，请发送“预审”");
    expect(await shown("web")).toContain("[ 开始预审 → /precheck ]");
    expect(await shown("telegram")).toMatch(
      /\[ 开始预审 → https:\/\/t\.me\/NAME_OF_THE_BOT\?start=p-[\w-]{11} \]/,
    );
    await kept.close();
  });

  it("tells what cannot go out: a day off, more than the cap, and refuses where nothing can", async () => {
    const { kept, path, cli } = await beside();
    const crowded = ["a", "b", "c"].map((id) => `  - { id: ${id}, on: 2099-12-08, case: cleared-01 }\n`);
    writeFileSync(path, `${file.replace("2099-12-01", "2099-12-05")}${crowded.join("")}`);
    await cli("new", path, "--as", "web:one");
    const dry = await cli("dry-run", "autumn");
    const told = { item: "poll", message: expect.stringContaining("it goes on 2099-12-07") };
    expect(dry.status).toBe(1);
    expect(JSON.parse(dry.stdout).problems).toContainEqual(told);
    expect(JSON.parse(dry.stdout).problems.map(({ item }: { item: string }) => item)).toEqual([
      "poll",
      "b",
      "c",
    ]);
    const submitted = await cli("submit", "autumn", "--as", "web:one");
    expect(submitted.status).toBe(0);
    for (const words of ["发不出去", "poll: pushes do not go on 2099-12-05", "c: goes to nobody who got"])
      expect(submitted.stderr).toContain(words);
    writeFileSync(path, file.replaceAll("2099-", "2025-"));
    await cli("new", path, "--as", "web:one");
    const refused = await cli("submit", "autumn", "--as", "web:one");
    expect([refused.status, refused.stdout]).toEqual([1, ""]);
    expect(refused.stderr).toContain("article: goes to nobody");
    await kept.close();
  });

  it("takes pictures: a file beside it, and the poster of an item drawn once, as whoever approves sees them", async () => {
    const { kept, path, directory, cli } = await beside({ PUBLIC_URL: "https://example.org" });
    writeFileSync(join(directory, "wish.png"), pngOfSize(90, 60));
    const pictured = file
      .replace("article: accountability-2019#17 }", "article: accountability-2019#17, picture: poster }")
      .replace("条文, 案例] } }", "条文, 案例] }, picture: { file: wish.png, alt: 信箱 } }");
    writeFileSync(path, pictured);
    expect((await cli("new", path, "--as", "web:one")).status).toBe(0);
    const seen = await cli("preview", "autumn", "--pictures", directory);
    expect(seen.stdout).toContain(
      "[图片：草稿，未批准。海报：学习月。《中国共产党问责条例》第十七条]（png，1080×",
    );
    expect(seen.stdout).toContain("[图片：信箱]（png，90×60，");
    const drawn = readFileSync(join(directory, "article.png"));
    expect(readPicture(drawn)).toMatchObject({ type: "png", width: 1_080 });
    expect(readFileSync(join(directory, "poll.png"))).toEqual(Buffer.from(pngOfSize(90, 60)));
    // The same words make the same picture, so nothing is to be approved anew.
    await cli("new", path, "--as", "web:one");
    await cli("preview", "autumn", "--pictures", directory);
    expect(readFileSync(join(directory, "article.png"))).toEqual(drawn);
    // Approved, it says so, and what was approved is what it was.
    await cli("submit", "autumn", "--as", "web:one");
    await cli("approve", "autumn", "--as", "web:two");
    const approved = await cli("preview", "autumn", "--pictures", directory);
    expect(approved.stdout).toMatch(/^已经两人审批\n/);
    expect(approved.stdout).toContain("[图片：海报：学习月。");
    expect(readFileSync(join(directory, "article.png"))).not.toEqual(drawn);
    expect(JSON.parse((await cli("status", "autumn", "--json")).stdout)).toMatchObject({ as_approved: true });
    writeFileSync(path, pictured.replace("file: wish.png", "file: autumn.yaml"));
    const wrong = await cli("new", path, "--as", "web:one");
    expect([wrong.status, wrong.stdout]).toEqual([2, ""]);
    expect(wrong.stderr).toContain("autumn.yaml:6");
    // A poll has a poster of its own, which says where it is answered.
    writeFileSync(path, file.replace("条文, 案例] } }", "条文, 案例] }, picture: poster }"));
    expect((await cli("new", path, "--as", "web:one")).status).toBe(0);
    expect((await cli("preview", "autumn")).stdout).toContain("海报：学习月。想了解什么]");
    await kept.close();
  });
});
