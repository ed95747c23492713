<?php
// The handler: 200 at /ok, else 404 or 405, each answer marked.
$path = explode("?", $_SERVER["REQUEST_URI"])[0];
$known = in_array($_SERVER["REQUEST_METHOD"], ["GET", "HEAD", "POST"]);
$status = $path !== "/ok" ? 404 : ($known ? 200 : 405);
http_response_code($status);
header("X-App: 1");
echo $status, "\n";
