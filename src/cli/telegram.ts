import { createTokens } from "../adapters/channels/telegram/tokens.ts";
import { openSecrets } from "../compose/store.ts";
import { telegramKey } from "../compose/telegram.ts";
import { type Command, readArguments, UsageError } from "./command.ts";
import { openAssistant } from "./open.ts";
import { withStore } from "./store.ts";

export const telegramLink: Command = {
  name: "telegram link",
  summary: "the end of a deep link to a source or the pre-check",
  help: `cli telegram link ID|precheck

Prints what follows https://t.me/NAME_OF_THE_BOT in a link that asks for a provision, case or document (accountability-2019#17), or
begins a pre-check. It is signed with the store's or APP_SECRET's secret and works as long as that stays.`,
  async run(args, terminal, config) {
    const [id = "", ...others] = readArguments(args, {}).positionals;
    if (id === "" || others.length > 0)
      throw new UsageError("needs one id, or the word precheck; see --help");
    if (id !== "precheck" && (await openAssistant(config, terminal)).source(id) === undefined)
      throw new UsageError(`no source has the id ${JSON.stringify(id)}; "cli search" finds ids`);
    const { secret } = await withStore(config, ({ store }) => openSecrets(config, store));
    const payload = createTokens(telegramKey(secret)).link(
      id === "precheck" ? { type: "precheck", step: "" } : { type: "source", id },
    );
    if (payload === null) throw new UsageError(`the id ${JSON.stringify(id)} is too long for a deep link`);
    terminal.err("put https://t.me/NAME_OF_THE_BOT before it, with the name of your bot\n");
    terminal.out(`?start=${payload}\n`);
    return 0;
  },
};
