import { storeContract } from "../../contract/store.ts";
import { openSqlite } from "./open.ts";

storeContract("the embedded store", openSqlite);
