// The client of `portcullis lsp` for Visual Studio Code.
const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

// Texts that commands gave are shown as documents that cannot be changed.
const shown = new Map();
const scheme = "portcullis";

async function start() {
  const command = vscode.workspace.getConfiguration("portcullis").get("path") || "portcullis";
  const run = { command, args: ["lsp"] };
  client = new LanguageClient("portcullis", "Portcullis", { run, debug: run }, {
    documentSelector: [{ scheme: "file", language: "portcullis" }],
    middleware: { executeCommand: async (name, args, next) => show(name, await next(name, args)) },
  });
  try {
    await client.start();
  } catch (err) {
    // What the client rejects with is an error, a text, or nothing.
    const why = (err && err.message) || err || "the program is not there, or cannot be run";
    vscode.window.showErrorMessage(`Portcullis: cannot start "${command} lsp": ${why}. The setting portcullis.path names the program.`);
  }
}

async function restart() {
  if (client) await client.stop().catch(() => {}); // one that did not start cannot be stopped
  await start();
}

// show gives the result of a command as a document, where it has more than a line.
async function show(name, text) {
  if (typeof text !== "string" || name === "portcullis.people") return text;
  if (!text.trim().includes("\n")) return text;
  const uri = vscode.Uri.from({ scheme, path: `${name.replace(/^portcullis\./, "")}.txt` });
  shown.set(uri.toString(), text);
  changed.fire(uri);
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true, preserveFocus: true });
  return text;
}

const changed = new vscode.EventEmitter();

function current() {
  const editor = vscode.window.activeTextEditor;
  if (!editor || editor.document.languageId !== "portcullis") {
    vscode.window.showInformationMessage("Portcullis: open a file of a portal first.");
    return undefined;
  }
  return editor.document.uri.toString();
}

async function ask(command, ...args) {
  const uri = current();
  if (!uri) return undefined;
  try {
    const text = await client.sendRequest("workspace/executeCommand", { command, arguments: [uri, ...args] });
    return await show(command, text);
  } catch (err) {
    vscode.window.showErrorMessage(`Portcullis: ${err.message}`);
    return undefined;
  }
}

async function viewAs() {
  const text = await ask("portcullis.people");
  if (!text) return;
  const { people, tables } = JSON.parse(text);
  const who = await vscode.window.showQuickPick(people.map((p) => ({ label: p.user, description: p.fixture })), { title: "As whom?" });
  const table = who && (await vscode.window.showQuickPick(tables, { title: `Which table does ${who.label} look at?` }));
  if (table) await ask("portcullis.viewAs", who.label, table, who.description);
}

exports.activate = async (context) => {
  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) => shown.get(uri.toString()) || "",
    }),
    vscode.commands.registerCommand("portcullis.view", viewAs),
    vscode.commands.registerCommand("portcullis.test", () => ask("portcullis.runTest")),
    vscode.commands.registerCommand("portcullis.changes", () => ask("portcullis.changesSinceHead")),
    vscode.commands.registerCommand("portcullis.restart", restart),
    vscode.workspace.onDidChangeConfiguration((e) => e.affectsConfiguration("portcullis.path") && restart()),
  );
  await start();
};

exports.deactivate = () => client && client.stop();
