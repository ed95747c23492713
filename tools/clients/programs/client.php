<?php
[, $url, $what] = $argv;
$http = $what === 'form' ? ['method' => 'POST', 'header' => 'Content-Type: application/x-www-form-urlencoded', 'content' => http_build_query(['a' => 1])] : ['method' => 'GET'];
file_get_contents("$url/notes", false, stream_context_create(['http' => $http]));
