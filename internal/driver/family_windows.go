package driver

import (
	"os/exec"
	"unsafe"

	"golang.org/x/sys/windows"
)

// family is a program and all that it has started: a job, from which Windows lets
// none of them go.
type family struct{ job windows.Handle }

// alone has nothing to do before the program is started.
func alone(*exec.Cmd) {}

// familyOf gives a program that has just been started a job. Where Windows has
// none to give, the program is ended alone.
func familyOf(cmd *exec.Cmd) *family {
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return &family{}
	}
	// When klarmeld itself is ended, the job's last handle is closed.
	var limits windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION
	limits.BasicLimitInformation.LimitFlags = windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
	_, err = windows.SetInformationJobObject(job, windows.JobObjectExtendedLimitInformation, uintptr(unsafe.Pointer(&limits)), uint32(unsafe.Sizeof(limits)))
	var process windows.Handle
	if err == nil {
		process, err = windows.OpenProcess(windows.PROCESS_SET_QUOTA|windows.PROCESS_TERMINATE, false, uint32(cmd.Process.Pid))
	}
	if err == nil {
		err = windows.AssignProcessToJobObject(job, process)
		_ = windows.CloseHandle(process)
	}
	if err != nil {
		_ = windows.CloseHandle(job)
		return &family{}
	}
	return &family{job}
}

// end ends those who are left.
func (f *family) end() {
	if f.job != 0 {
		_ = windows.TerminateJobObject(f.job, 1)
	}
}

// forget is end, and nothing is asked of the family any more.
func (f *family) forget() {
	f.end()
	if f.job != 0 {
		_ = windows.CloseHandle(f.job)
		f.job = 0
	}
}
