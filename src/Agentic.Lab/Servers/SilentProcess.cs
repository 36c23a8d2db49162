using System.Diagnostics;

namespace Agentic.Lab.Servers;

/// <summary>A program whose output nobody reads: it must not stand still when its pipes are full.</summary>
internal static class SilentProcess
{
    public static Process Start(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
