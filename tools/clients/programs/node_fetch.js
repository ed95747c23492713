const [url, what] = process.argv.slice(2), form = new FormData();
form.append("a", "1"); form.append("file", new Blob(["text"]), "a.txt");
const more = { get: {}, json: { method: "POST", headers: { "Content-Type": "application/json" }, body: '{"a":1}' },
  form: { method: "POST", body: new URLSearchParams({ a: "1", b: "blue shoes" }) }, multipart: { method: "POST", body: form } };
fetch(url + "/notes?q=blue shoes", more[what]);
