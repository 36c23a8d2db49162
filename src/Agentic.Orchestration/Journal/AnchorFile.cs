using System.Globalization;
using System.Text;
using Agentic.Orchestration.Storage.Sqlite;

namespace Agentic.Orchestration.Journal;

/// <summary>
/// One line per checkpoint, only ever appended (<c>Journal:AnchorFile</c>; default: beside the store; better: on another disk).
/// A line <c>accepted N</c> says that an operator took a store that ended at checkpoint N.
/// </summary>
internal sealed class AnchorFile(string file)
{
    private long? _last;

    public string Path { get; } = System.IO.Path.GetFullPath(file);

    public bool Exists => File.Exists(Path);

    /// <summary>Number of the newest anchor; 0 for none.</summary>
    public long Last => _last ??= Read().Keys.LastOrDefault();

    /// <summary>Keeps other processes from writing to it for as long as this one lives, or until it is disposed.</summary>
    /// <exception cref="InvalidOperationException">Another one does already.</exception>
    public IDisposable Take()
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            return new FileStream(Path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException held) when (StoreLock.IsHeld(held))
        {
            throw new InvalidOperationException(
                $"The anchor {Path} is in use by another host. Give each host a Data__Folder of its own.",
                held
            );
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"The anchor {Path} cannot be locked: {wrong.Message} Give this process the right to write its folder, and "
                    + "room on the disk.",
                wrong
            );
        }
    }

    /// <summary>The anchors that still count, by number.</summary>
    /// <exception cref="InvalidDataException">A line that is neither an anchor nor an acceptance; names it.</exception>
    public SortedDictionary<long, Anchor> Read()
    {
        var anchors = new SortedDictionary<long, Anchor>();
        var number = 0;
        // Text after the last line break is an incomplete line, left by a power cut or being written right now. Its
        // checkpoint is in the store.
        var lines = Text().Split('\n')[..^1];
        foreach (var line in lines)
        {
            number++;
            var parts = line.Split(' ');
            if (parts is ["accepted", var kept] && long.TryParse(kept, CultureInfo.InvariantCulture, out var last))
            {
                foreach (var dropped in anchors.Keys.Where(known => known > last).ToArray())
                {
                    anchors.Remove(dropped);
                }
            }
            else if (
                parts is ["checkpoint", var which, var at, var count, var root, var signature]
                && long.TryParse(which, CultureInfo.InvariantCulture, out var checkpoint)
                && DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, out var moment)
                && long.TryParse(count, CultureInfo.InvariantCulture, out var requests)
            )
            {
                anchors[checkpoint] = new(checkpoint, moment, requests, root, signature);
            }
            else
            {
                throw new InvalidDataException($"{Path}, line {number}: not an anchor.");
            }
        }
        return anchors;
    }

    public void Append(Anchor anchor)
    {
        Write(
            string.Create(
                CultureInfo.InvariantCulture,
                $"checkpoint {anchor.Number} {anchor.At:O} {anchor.Count} {anchor.Root} {anchor.Signature}"
            )
        );
        _last = anchor.Number;
    }

    public void Accept(long number)
    {
        Write(string.Create(CultureInfo.InvariantCulture, $"accepted {number}"));
        _last = null;
    }

    private string Text()
    {
        if (!Exists)
        {
            return "";
        }
        using var reader = new StreamReader(new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    private void Write(string line)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        using var stream = new FileStream(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        var end = stream.Length;
        for (var last = 0; end > 0; end--)
        {
            stream.Seek(end - 1, SeekOrigin.Begin);
            last = stream.ReadByte();
            if (last == '\n')
            {
                break;
            }
        }
        // Remove the incomplete line that a power cut left; its checkpoint is anchored again.
        stream.SetLength(end);
        stream.Seek(0, SeekOrigin.End);
        stream.Write(Encoding.ASCII.GetBytes(line + "\n"));
        stream.Flush(flushToDisk: true);
    }
}
